// The page loads Python and the library, gives them what stands in its fields, and shows the HTML that comes back.

const at = id => document.getElementById(id);
let python;
let answers;

// --- loading

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return response;
}

async function load({ archives }) {
  const say = text => { at("state").textContent = text; };
  say("Loading Python …");
  const { loadPyodide } = await import("./pyodide/pyodide.mjs");
  const starting = loadPyodide();
  const wanted = archives.map(async path => (await fetched(path)).arrayBuffer());
  python = await starting;
  say("Unpacking the library …");
  for (const archive of await Promise.all(wanted)) python.unpackArchive(archive, "zip", { extractDir: "/library" });
  python.pyimport("sys").path.insert(0, "/library");
  say("Starting it; this can take some seconds …");
  await new Promise(resolve => setTimeout(resolve, 30));  // so that this is shown
  answers = python.pyimport("playground.answers");
}

async function begin() {
  const parts = await (await fetched("parts.json")).json();
  at("load").textContent = `Load Python and the library, ${parts.megabytes} MB, from this machine`;
  at("load").disabled = false;
  at("load").addEventListener("click", async () => {
    at("load").disabled = true;
    try {
      await load(parts);
      fill();
      at("start").hidden = true;
      at("app").hidden = false;
    } catch (error) {
      fail(error);
    }
  });
}

function fail(error) {
  at("state").textContent = `It could not be loaded: ${error.message}`;
  at("load").disabled = false;
}

// --- asking

function called(name, ...given) {
  const [proxy, passed] = [answers[name], given.map(value => python.toPy(value))];
  const result = proxy(...passed);
  const copy = result.toJs({ dict_converter: Object.fromEntries });
  [proxy, result, ...passed].forEach(value => value?.destroy?.());
  return copy;
}

const desk = () => [at("tz").value, at("holidays").value];

function show(target, form, { field, html }) {
  at(target).innerHTML = html;  // made by Python, which escapes every text
  for (const input of [...at("desk").elements, ...at(form).elements]) {
    input.toggleAttribute("aria-invalid", false);
    if (input.id === field) input.setAttribute("aria-invalid", "true");
  }
}

function update() {
  try {
    ask();
  } catch (error) {
    at(at("one").hidden ? "answers" : "answer").textContent = `This could not be judged: ${error.message}`;
  }
}

function ask() {
  const unread = [...at("ticket").elements].find(input => !input.validity.valid);
  if (at("one").hidden) {
    show("answers", "paste", called("tickets", at("csv").value, ...desk()));
  } else if (unread) {  // a moment half typed in is an empty text: only the browser can say what is missing
    at("answer").textContent = unread.validationMessage;
  } else {
    const cells = Object.fromEntries([...at("ticket").elements].map(input => [input.id, input.value]));
    show("answer", "ticket", called("ticket", cells, ...desk()));
  }
}

// --- the fields

function fill() {
  for (const [id, listed] of Object.entries(called("choices"))) {
    at(id).replaceChildren(...listed.map(([value, text]) => new Option(text, value)));
  }
  at("tz").value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  at("zones").replaceChildren(...["UTC", ...Intl.supportedValuesOf("timeZone")].map(zone => new Option(zone)));
  at("csv").value = answers.SAMPLE;
  let timer;
  for (const id of ["desk", "ticket", "paste"]) {
    at(id).addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, 150); });
    at(id).addEventListener("submit", event => event.preventDefault());
  }
  for (const [button, shown] of [["show_one", "one"], ["show_many", "many"]]) {
    at(button).addEventListener("click", () => {
      for (const id of ["one", "many"]) at(id).hidden = id !== shown;
      for (const id of ["show_one", "show_many"]) at(id).setAttribute("aria-pressed", String(id === button));
      update();
    });
  }
  update();
}

begin().catch(fail);
