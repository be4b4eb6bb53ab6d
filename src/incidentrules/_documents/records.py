"""Records: values with fields, as objects whose keys are the arguments of the constructor.

What is the default is left out. A *tree* is a record that has parts of its own class.

*Invariant:* nothing here knows the fields of any class.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, NoReturn

import attrs

from .. import _checks as check
from ..errors import IncidentRulesError
from .forms import (
    Definitions,
    Form,
    Known,
    Schema,
    as_is,
    as_list,
    as_mapping,
    at,
    object_schema,
    placed,
    refuse_key,
    word_of,
)

MISSING: Any = object()
SHOWN = 20
"""How many parts within parts the path of a tree shows."""
LEFT = -1
"""The place of a part that has been walked, with all its own parts."""


class Field(NamedTuple):
    """A field of a record: its name, its key in documents, its default where it has one, and its form."""

    name: str
    key: str
    default: Any
    form: Form

    @property
    def is_required(self) -> bool:
        """Whether it has no default."""
        return self.default is MISSING


@attrs.frozen(eq=False, slots=False)
class Record:
    """How a class with fields stands in a document; ``find`` gives the fields, and is asked once."""

    kind: type
    find: Callable[[], tuple[Field, ...]]

    @cached_property
    def word(self) -> str:
        """What the class is called in documents."""
        return word_of(self.kind)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that the constructor takes."""
        return self.find()

    @property
    def walked(self) -> tuple[Field, ...]:
        """The fields that are written and read one by one."""
        return self.fields

    # --- out

    @cached_property
    def _writers(self) -> tuple[tuple[str, str, Any, Any], ...]:
        return tuple(
            (field.name, field.key, field.default, None if field.form.write is as_is else field.form.write)
            for field in self.walked
        )

    def write(self, value: Any, known: Known) -> dict[str, Any]:
        """Return a value as a document, without its defaults."""
        document = {}
        for name, key, default, write in self._writers:
            item = getattr(value, name)
            if item is default or item == default:
                continue
            try:
                document[key] = item if write is None else write(item, known)
            except IncidentRulesError as error:
                raise placed(key, error) from None
        return document

    # --- in

    @cached_property
    def _readers(self) -> tuple[tuple[str, bool, Any], ...]:
        return tuple((field.key, field.is_required, field.form.read) for field in self.walked)

    def read(self, value: object, known: Known) -> Any:
        """Return the value that a document holds, checked as its constructor checks it."""
        return self.kind(**self.items(value if type(value) is dict else as_mapping(value, self.word), known))

    def items(self, document: Mapping[Any, Any], known: Known) -> dict[str, Any]:
        """Return what the constructor is given; a key that is missing or unknown is refused."""
        items = {}
        for key, is_required, read in self._readers:
            item = document.get(key, MISSING)
            if item is not MISSING:
                try:
                    items[key] = read(item, known)
                except IncidentRulesError as error:
                    raise placed(key, error) from None
            elif is_required:
                self._refuse_missing(key, document)
        if len(items) != len(document):
            self._check_keys(document)
        return items

    def _check_keys(self, document: Mapping[Any, Any]) -> None:
        """Refuse keys that are none; a value may say its type, also where it can have no other."""
        keys = [field.key for field in self.fields]
        for key, item in document.items():
            if key == "type" and item != self.word:
                check.refuse(
                    "type", item, f"is not the one that stands here, {self.word}", "leave it out", code="another_type"
                )
            if key not in keys and key != "type":
                refuse_key(key, item, f"is no key of type {self.word}", keys)

    def _refuse_missing(self, key: str, document: Mapping[Any, Any]) -> NoReturn:
        self._check_keys(document)  # a key that is misspelt is missing, too
        check.refuse(key, document, "is missing", "give it", code="missing")

    # --- described

    def schema(self, definitions: Definitions) -> Schema:
        """Return the reference to the schema of the class, which is added to the definitions."""
        if self.kind not in definitions:
            definitions[self.kind] = {}  # before those that refer to it
            definitions[self.kind] |= self._definition(definitions)
        return {"$ref": f"#/$defs/{self.word}"}

    def _definition(self, definitions: Definitions) -> Schema:
        properties: Schema = {"type": {"const": self.word}}
        for field in self.fields:
            default = {} if field.is_required else {"default": field.form.write(field.default, {})}
            properties[field.key] = {**field.form.schema(definitions), **default}
        required = [field.key for field in self.fields if field.is_required]
        says = (self.kind.__doc__ or "").partition("\n")[0]
        return {"description": says, **object_schema(properties, required=required)}


class _Node(NamedTuple):
    """A part of a tree: its document, the index of what it is a part of, and its place among those parts."""

    document: Any
    parent: int
    place: int


@attrs.frozen(eq=False, slots=False)
class Tree(Record):
    """A record with parts of its own class, walked without recursion, so that it may be as deep as it likes."""

    branch: str
    """The key of its parts."""

    @property
    def walked(self) -> tuple[Field, ...]:
        """The fields but the parts."""
        return tuple(field for field in self.fields if field.key != self.branch)

    def write(self, value: Any, known: Known) -> dict[str, Any]:
        """Return a value and all its parts as a document, without their defaults."""
        nodes = [_Node(value, 0, 0)]
        documents: list[dict[str, Any]] = []
        for index, node in enumerate(nodes):  # which grows
            try:
                document = super().write(node.document, known)
            except IncidentRulesError as error:
                raise placed(self._path(nodes, index), error) from None
            documents.append(document)
            if index:
                documents[node.parent].setdefault(self.branch, []).append(document)
            nodes += [_Node(part, index, place) for place, part in enumerate(getattr(node.document, self.branch))]
        return documents[0]

    def read(self, value: object, known: Known) -> Any:
        """Return the value that a document holds; the last of its parts is made first."""
        nodes = self._nodes(value)
        parts: list[list[Any]] = [[] for _ in nodes]
        made = None
        for index in reversed(range(len(nodes))):
            try:
                items = self.items(nodes[index].document, known)
                made = self.kind(**items, **{self.branch: tuple(reversed(parts[index]))})
            except IncidentRulesError as error:
                raise placed(self._path(nodes, index), error) from None
            parts[nodes[index].parent].append(made)
        return made

    def _nodes(self, value: object) -> list[_Node]:
        """Return every part of a document, each before its own parts; one that contains itself is refused."""
        nodes: list[_Node] = []
        above: set[int] = set()
        stack = [_Node(value, 0, 0)]
        while stack:
            node = stack.pop()
            if node.place == LEFT:
                above.remove(id(node.document))
                continue
            nodes.append(node)
            index = len(nodes) - 1
            try:
                parts = self._parts(node.document, above)
            except IncidentRulesError as error:
                raise placed(self._path(nodes, index), error) from None
            above.add(id(node.document))
            stack.append(node._replace(place=LEFT))
            stack += [_Node(part, index, place) for place, part in reversed(list(enumerate(parts)))]
        return nodes

    def _parts(self, value: object, above: set[int]) -> list[Any] | tuple[Any, ...]:
        document = as_mapping(value, self.word)
        if id(document) in above:
            check.refuse("", document, "contains itself", "give each part a document of its own", code="circle")
        with at(self.branch):
            return as_list(document.get(self.branch, ()))

    def _path(self, nodes: list[_Node], index: int) -> str:
        """Return where a part stands in the whole."""
        places = []
        while index:
            places.append(f"{self.branch}[{nodes[index].place}]")
            index = nodes[index].parent
        places.reverse()
        return ".".join(places if len(places) <= SHOWN else [*places[: SHOWN // 2], "…", *places[-SHOWN // 2 :]])
