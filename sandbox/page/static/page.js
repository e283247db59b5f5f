// The phones' behaviour: what people do goes to /sandbox/, what happens comes back as server-sent events with ready HTML.
const body = document.body;
const phones = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const phoneOf = (chat) => document.getElementById(`phone-${chat}`);
const busy = new Map(); // query id -> the button that was pressed
const timers = new Map();

async function send(method, path, content) {
  const answer = await fetch(path, { method, body: content === undefined ? undefined : JSON.stringify(content) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

async function attempt(work) {
  try {
    return await work();
  } catch (problem) {
    notice(`${body.dataset.failed}: ${problem.message}`);
    return null;
  }
}

function notice(text) {
  flash(document.getElementById("notice"), text, 5000);
}

function flash(place, text, milliseconds) {
  clearTimeout(timers.get(place));
  place.textContent = text;
  timers.set(place, setTimeout(() => { place.textContent = ""; }, milliseconds));
}

const act = (phone, name, deed = {}) => attempt(() => send("POST", `/sandbox/chats/${phone.dataset.chat}/${name}`, deed));

// Messages

const log = (phone) => phone.querySelector(".log");
const atEnd = (place) => place.scrollHeight - place.scrollTop - place.clientHeight < 80;

function toEnd(phone) {
  log(phone).scrollTop = log(phone).scrollHeight;
  phone.querySelector(".jump").hidden = true;
}

function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function showMessage({ chat, id, html, day, bot }) {
  const phone = phoneOf(chat);
  if (!phone) return;
  const fresh = fragment(html);
  const standing = document.getElementById(`m-${chat}-${id}`);
  const follow = atEnd(log(phone)) || !bot;
  if (standing) {
    const focused = standing.contains(document.activeElement);
    standing.replaceWith(fresh);
    if (focused) (fresh.querySelector("button.key") || log(phone)).focus({ preventScroll: true });
  } else {
    const list = phone.querySelector(".log ol");
    const latest = list.lastElementChild;
    if (!latest || latest.dataset.day !== fresh.dataset.day) {
      const divider = document.createElement("li");
      divider.className = "day";
      divider.append(Object.assign(document.createElement("span"), { textContent: day }));
      list.append(divider);
    }
    fresh.classList.add("fresh");
    list.append(fresh);
    if (bot) unread(chat);
  }
  if (bot) typing(phone, false);
  if (follow) toEnd(phone);
  else if (!standing) phone.querySelector(".jump").hidden = false;
}

function typing(phone, on) {
  const line = phone.querySelector(".with");
  clearTimeout(timers.get(line));
  line.classList.toggle("busy", on);
  line.textContent = on ? body.dataset.typing : line.dataset.usual;
  if (on) timers.set(line, setTimeout(() => typing(phone, false), 5000));
}

function answered({ chat, query, text, alert }) {
  const button = busy.get(query);
  busy.delete(query);
  button?.removeAttribute("aria-busy");
  const phone = phoneOf(chat);
  if (!text || !phone) return;
  if (alert) {
    document.getElementById("alert-text").textContent = text;
    document.getElementById("alert").showModal();
  } else {
    flash(phone.querySelector(".toast"), text, 4000);
  }
}

async function press(phone, button) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), 8000);
  const message = Number(button.closest(".bubble").dataset.message);
  const done = await act(phone, "presses", { message, data: button.dataset.press, label: button.dataset.label });
  if (done) busy.set(done.query, button);
  else button.removeAttribute("aria-busy");
}

// The foot: reply keys, commands and input

function changeFoot({ chat, html, shown, language }) {
  const phone = phoneOf(chat);
  if (!phone) return shown ? openPhone(chat) : undefined;
  if (!shown) return closePhone(phone);
  if (phone.dataset.language !== language) return refresh(phone);
  const foot = phone.querySelector(".foot");
  if (foot.dataset.html === html) return undefined;
  foot.dataset.html = html;
  const input = foot.querySelector("textarea");
  const [text, focused] = [input?.value ?? "", foot.contains(document.activeElement)];
  const follow = atEnd(log(phone));
  foot.innerHTML = html;
  const after = foot.querySelector("textarea");
  if (after) after.value = text;
  if (focused) (after || foot.querySelector("button"))?.focus();
  if (follow) toEnd(phone);
  return undefined;
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function suggest(input) {
  const list = input.form.querySelector(".commands");
  const wanted = input.value.startsWith("/") && !/\s/.test(input.value);
  list.open = wanted;
  for (const choice of list.querySelectorAll("[data-command]")) {
    choice.hidden = wanted && !choice.dataset.command.startsWith(input.value);
  }
}

async function says(phone, form) {
  const input = form.elements.text;
  const text = input.value.trim();
  if (!text) return;
  const edited = form.dataset.edits;
  stopEditing(phone);
  input.value = "";
  grow(input);
  suggest(input);
  const done = edited ? await act(phone, "edits", { message: Number(edited), text }) : await act(phone, "says", { text });
  if (!done) input.value = text;
}

function startEditing(phone, button) {
  const form = phone.querySelector(".composer");
  if (!form) return;
  form.dataset.edits = button.closest(".bubble").dataset.message;
  phone.querySelector(".editing").hidden = false;
  form.elements.text.value = button.dataset.text;
  grow(form.elements.text);
  form.elements.text.focus();
}

function stopEditing(phone) {
  const form = phone.querySelector(".composer");
  if (form.dataset.edits) form.elements.text.value = "";
  delete form.dataset.edits;
  phone.querySelector(".editing").hidden = true;
}

const payload = (text) => (text.includes("start=") ? new URL(text.trim(), location).searchParams.get("start") ?? "" : text.trim().replace(/^\/start\s*/, ""));

// Phones

async function fetched(chat) {
  return fragment((await (await fetch(`/sandbox/phones/${chat}`)).text()).trim());
}

async function openPhone(chat) {
  const phone = await fetched(chat);
  if (phoneOf(chat)) return;
  phones.insertBefore(phone, phones.querySelector(".empty"));
  heights.observe(log(phone));
  const tab = Object.assign(document.createElement("button"), { type: "button", textContent: phone.dataset.name });
  tab.dataset.tab = chat;
  tab.append(Object.assign(document.createElement("span"), { className: "unread", hidden: true }));
  tabs.append(tab);
  document.querySelector(`[data-show="${chat}"]`)?.remove();
  select(chat);
  toEnd(phone);
}

function closePhone(phone) {
  const chat = phone.dataset.chat;
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: phone.dataset.name });
  again.dataset.show = chat;
  document.querySelector("#closed .names").append(again);
  document.getElementById("closed").hidden = false;
  phone.remove();
  tabs.querySelector(`[data-tab="${chat}"]`)?.remove();
  select(tabs.querySelector("[data-tab]")?.dataset.tab);
}

async function refresh(phone) {
  const renewed = await fetched(phone.dataset.chat);
  renewed.classList.toggle("behind", phone.classList.contains("behind"));
  phone.replaceWith(renewed);
  heights.observe(log(renewed));
  toEnd(renewed);
}

function select(chat) {
  for (const phone of phones.querySelectorAll(".phone")) {
    phone.classList.toggle("behind", phone.dataset.chat !== String(chat));
    if (phone.dataset.chat === String(chat)) toEnd(phone);
  }
  for (const tab of tabs.children) {
    const chosen = tab.dataset.tab === String(chat);
    tab.setAttribute("aria-pressed", String(chosen));
    if (chosen) tab.querySelector(".unread").hidden = true;
  }
  phones.querySelector(".empty").hidden = Boolean(phones.querySelector(".phone"));
}

function unread(chat) {
  const tab = tabs.querySelector(`[data-tab="${chat}"]`);
  if (!tab || tab.getAttribute("aria-pressed") === "true") return;
  const mark = tab.querySelector(".unread");
  mark.textContent = mark.hidden ? "1" : String(Number.parseInt(mark.textContent, 10) + 1);
  mark.append(Object.assign(document.createElement("span"), { className: "sr", textContent: ` ${body.dataset.new}` }));
  mark.hidden = false;
}

const change = (phone, settings) => attempt(() => send("PATCH", `/sandbox/chats/${phone.dataset.chat}`, settings));

// The clock

let moving = false;  // while it moves the time is shown, and no button works

function showClock(words) {
  if (!document.getElementById("clock-now")) return;
  document.getElementById("clock-now").textContent = words.now;
  if (moving) return;
  document.getElementById("clock-next").textContent = words.next;
  document.getElementById("to-next").disabled = !words.due;
  document.getElementById("plus-hour").dataset.move = words.hour;
  document.getElementById("plus-day").dataset.move = words.day;
}

async function move(to) {
  const place = document.querySelector(".clock");
  const buttons = [...place.querySelectorAll("button")];
  const [focused, able] = [document.activeElement, buttons.filter((button) => !button.disabled)];
  document.getElementById("clock-next").textContent = body.dataset.moving;
  for (const button of buttons) button.disabled = true;
  moving = true;
  await attempt(() => send("POST", "/sandbox/clock", { to }));
  const words = await attempt(clockWords);
  moving = false;
  for (const button of able) button.disabled = false;
  if (words) showClock(words);
  if (place.contains(focused)) focused.focus();
}

async function clockWords() {
  const answer = await fetch("/sandbox/clock-words");
  return answer.ok ? answer.json() : null;
}

async function readClock() {
  const words = await clockWords();
  if (words) showClock(words);
}

// What people do on the page

function clicked(target, phone) {
  const data = target.dataset;
  if ("press" in data) return press(phone, target);
  if ("choose" in data) return act(phone, "chooses", { label: data.choose });
  if ("command" in data) return command(phone, data.command);
  if ("act" in data) return act(phone, data.act);
  if ("file" in data) return act(phone, "document", { label: data.file, text: data.content });
  if ("step" in data) return takeStep(target);
  if ("offer" in data) return takeOffer(target);
  if ("edit" in data) return startEditing(phone, target);
  if ("cancel" in data) return stopEditing(phone);
  if ("close" in data) return change(phone, { shown: false });
  if ("language" in data && phone) return change(phone, { language: data.language });
  if ("show" in data) return attempt(() => send("PATCH", `/sandbox/chats/${data.show}`, { shown: true }));
  if ("tab" in data) return select(data.tab);
  if ("move" in data) return move(data.move);
  if ("enlarge" in data) return enlarge(data);
  if ("says" in data) return act(phone, "says", { text: target.textContent });
  if (target.classList.contains("jump")) return toEnd(phone);
  return undefined;
}

async function takeStep(button) {
  const { for: chat, speak, turn } = button.dataset;
  button.disabled = true;
  if (chat) select(chat);
  if (speak) await attempt(() => send("POST", `/sandbox/chats/${chat}/says`, { text: speak }));
  if (turn) await move(turn);
  button.disabled = false;
  button.closest("li").classList.add("done");
  if (chat) phoneOf(chat)?.querySelector(".log").focus({ preventScroll: true });
}

async function takeOffer(button) {
  const made = await attempt(() => send("POST", `/sandbox/offers/${button.dataset.offer}`, {}));
  if (made) button.remove();
}

function command(phone, text) {
  const form = phone.querySelector(".composer");
  form.elements.text.value = "";
  form.querySelector(".commands").open = false;
  form.elements.text.focus();
  return act(phone, "says", { text });
}

function enlarge({ enlarge: address, alt }) {
  Object.assign(document.getElementById("viewed"), { src: address, alt });
  document.getElementById("viewer").showModal();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  const kept = event.target.closest("details.pop");
  for (const open of document.querySelectorAll("details.pop[open]")) {
    if (open !== kept || (target && open.contains(target) && target.type === "button")) open.open = false;
  }
  if (target) clicked(target, target.closest(".phone"));
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  const phone = form.closest(".phone");
  if ("says" in form.dataset) await says(phone, form);
  else if ("start" in form.dataset) await act(phone, "starts", { payload: payload(form.elements.code.value) });
  else if (form.id === "join") await join(form);
  else if (form.id === "moment") {
    form.closest("details").open = false;
    await move(form.elements.moment.value);
  }
});

async function join(form) {
  const made = await attempt(() => send("POST", "/sandbox/people", { name: form.elements.name.value.trim() }));
  if (!made) return;
  form.reset();
  form.closest("details").open = false;
}

document.addEventListener("input", (event) => {
  if (event.target.name !== "text") return;
  grow(event.target);
  suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  const list = event.target.closest("details.pop");
  if (event.key === "Escape" && list?.open) {
    list.open = false;
    list.querySelector("summary").focus();
  } else if (event.target.name === "text") {
    inInput(event);
  } else if (list && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const choices = [...list.querySelectorAll(".list button:not([hidden])")];
    const at = choices.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (choices[at] ?? list.querySelector("summary")).focus();
  }
});

function inInput(event) {
  const form = event.target.form;
  const list = form.querySelector(".commands");
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape") {
    list.open = false;
    stopEditing(form.closest(".phone"));
  } else if (event.key === "ArrowDown" && list.open) {
    event.preventDefault();
    list.querySelector("[data-command]:not([hidden])")?.focus();
  }
}

phones.addEventListener("scroll", (event) => {
  const phone = event.target.closest?.(".phone");
  if (phone && atEnd(log(phone))) phone.querySelector(".jump").hidden = true;
}, true);

// What happens comes in here

let cut = false;
const news = new EventSource("/sandbox/events");
const on = (kind, handle) => news.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
on("message", showMessage);
on("removed", ({ chat, id }) => document.getElementById(`m-${chat}-${id}`)?.remove());
on("typing", ({ chat }) => { if (phoneOf(chat)) typing(phoneOf(chat), true); });
on("answered", answered);
on("chat", changeFoot);
on("menu", changeFoot);
on("clock", showClock);
news.addEventListener("error", () => { cut = true; notice(body.dataset.away); });
news.addEventListener("open", () => {
  if (cut) for (const phone of phones.querySelectorAll(".phone")) refresh(phone);
  cut = false;
});

// A phone that becomes shorter, because the header wraps or the guide opens, keeps its newest message in sight.
const heights = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const phone = target.closest(".phone");
    if (phone?.querySelector(".jump")?.hidden) toEnd(phone);
  }
});
for (const place of phones.querySelectorAll(".log")) heights.observe(place);

phones.addEventListener("load", (event) => {
  const phone = event.target.closest(".phone");
  if (phone && !phone.querySelector(".jump:not([hidden])")) toEnd(phone);
}, true);

select(tabs.querySelector("[data-tab]")?.dataset.tab);
for (const phone of phones.querySelectorAll(".phone")) toEnd(phone);
if (document.querySelector(".clock")) setInterval(readClock, 3000);
body.dataset.ready = "";
