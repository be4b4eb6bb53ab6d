// Every text is set as text: nothing that comes from an account, a file or the API is read as markup.

const at = id => document.getElementById(id);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const words = ["severity", "kind", "topic", "channel"];
let terms;
let waiting;

const ask = async (path, options = {}) => {
  const response = await fetch(path, options);
  const content = await response.json();
  if (!response.ok) throw Object.assign(new Error(response.statusText), content);
  return content;
};

const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });
const option = (text, value) => Object.assign(make("option", text), { value });
const credits = count => `${count} credit${count === 1 ? "" : "s"}`;
const money = amount => `${terms.currency} ${amount}`;

// --- what is asked

const moment = id => at(id).value && new Date(at(id).value).toISOString().replace(".000Z", "Z");
const whole = id => at(id).value && Number(at(id).value);

function incident() {
  const given = {
    received_at: moment("received_at"),
    tier: at("tier").value,
    effort: at("effort").value && `PT${at("effort").value}M`,
    advised_units: whole("advised_units"),
    deployed_at: moment("deployed_at"),
    ...Object.fromEntries(words.map(word => [word, at(word).value])),
  };
  const known = Object.entries(given).filter(([, value]) => value !== "");
  return { type: "incident", version: 1, id: "your request", ...Object.fromEntries(known) };
}

// What the browser finds wrong it says in the reader's language; all else the API says.
function checkForm() {
  const wrong = [...at("ask").elements].find(field => !field.validity.valid);
  if (wrong) throw { field: wrong.id, message: wrong.validationMessage };
}

// --- the answer

async function update() {
  waiting?.abort();
  const { signal } = (waiting = new AbortController());
  const account = at("account").value;
  const query = new URLSearchParams({ tz: zone, ...(account && { account }) });
  at("answer").ariaBusy = "true";
  try {
    checkForm();
    const body = JSON.stringify(incident());
    const judged = await ask(`api/assessments?${query}`, { method: "POST", body, signal });
    const on = judged.day;
    const held = account && (await ask(`api/accounts/${encodeURIComponent(account)}?on=${on}`, { signal }));
    showError();
    showAnswer(judged, account);
    showBalance(held, account, on);
  } catch (error) {
    if (error.name === "AbortError") return;
    showError(error);
  }
  at("answer").ariaBusy = "false";
}

function showError(error) {
  if (error) showBalance();
  at("figures").hidden = at("error").hidden = false;
  at(error ? "figures" : "error").hidden = true;
  at("error").textContent = error?.message ?? "";
  for (const field of at("ask").elements) field.ariaInvalid = String(field.id === error?.field);
}

function showAnswer({ assessment, due, why, missing, price }, account) {
  const figures = assessment.figures;
  at("due").textContent = due ?? "No reply is owed";
  at("due_note").textContent = due ? zone : "";
  at("cost").textContent = cost(figures);
  at("cost_note").textContent = coverage(figures, missing, price, account);
  at("why").replaceChildren(tree(why.split("\n")));
}

function cost({ verdict, is_pending, least_credits }) {
  if (verdict === "on_call") return `${money(terms.on_call_price)} an hour`;
  if (verdict === "quoted") return "By a quote";
  return least_credits ? (is_pending ? "At least " : "") + credits(least_credits) : "Nothing";
}

function coverage({ least_credits }, missing, price, account) {
  if (!least_credits) return "";
  if (!missing) return `Covered by the balance of ${account}`;
  return `${account ? `${account} has ${missing} too few: p` : "P"}acks for ${money(price)} cover it`;
}

// Lines that are indented by two blanks more are told under the one before.
function tree(lines) {
  const lists = [make("ul")];
  for (const line of lines) {
    const depth = line.search(/\S/) / 2;
    lists.length = Math.min(lists.length, depth + 1);
    if (lists.length <= depth) lists.push(lists.at(-1).lastElementChild.appendChild(make("ul")));
    lists.at(-1).append(sentence(line.trim()));
  }
  return lists[0];
}

function sentence(text) {
  const [, said, cited] = text.match(/^(.*?)(?: \(([RA]\d[^()]*)\)\.)?$/s);
  const item = make("li");
  const days = (cited ? `${said}. ` : said).split(/(\d{4}-\d\d-\d\d)/);  // every other part is a day, not to be broken
  item.append(...days.map((part, place) => (place % 2 ? make("time", part) : part)));
  if (cited) item.append(make("cite", `(${cited})`));
  return item;
}

// --- the account

function showBalance(held, account, on) {
  at("balance_card").hidden = !held;
  if (!held) return;
  const [next] = held.at_risk;
  at("name").textContent = account;
  at("balance").textContent = credits(held.balance);
  at("balance_note").textContent = `At the end of ${on}`;
  at("lapse").textContent = next ? credits(next.credits) : "Nothing";
  at("lapse_note").textContent = next ? `On ${next.on}, of lot ${next.lot}` : held.balance ? "It is drawn, or lasts, before it would" : "";
  at("lots").hidden = !held.remaining.length;
  at("lots").tBodies[0].replaceChildren(...held.remaining.map(lot => {
    const row = make("tr");
    row.append(make("td", lot.lot), make("td", lot.last_usable_on ?? "for good"), make("td", lot.credits));
    row.lastElementChild.className = "number";
    return row;
  }));
}

// --- the form: its words are those of the API's schema, its tiers those of the terms

async function begin() {
  const [{ accounts }, { components }, desk] = await Promise.all(["api/accounts", "openapi.json", "api/terms"].map(path => ask(path)));
  ({ terms } = desk);
  for (const word of words) {
    const { enum: known, default: usual } = components.schemas.incident.properties[word];
    at(word).replaceChildren(...known.map(name => option(name.replaceAll("_", " "), name)));
    at(word).value = usual;
  }
  at("tier").replaceChildren(...terms.tiers.map(tier => option(`${tier.name}, ${credits(tier.multiplier)} each`, tier.name)));
  at("account").append(...accounts.map(name => option(name, name)));
  const now = new Date();
  at("received_at").value = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const [first, last] = terms.business_hours.holidays?.years ?? [1, 9999];
  for (const id of ["received_at", "deployed_at"]) {
    at(id).min = `${String(first).padStart(4, 0)}-01-01T00:00`;
    at(id).max = `${last}-12-31T23:59`;
  }
  let timer;
  const soon = () => { clearTimeout(timer); timer = setTimeout(update, 120); };
  at("ask").addEventListener("input", soon);
  at("ask").addEventListener("change", soon);
  at("ask").addEventListener("submit", event => event.preventDefault());
  await update();
}

begin().catch(showError);
