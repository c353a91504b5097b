// The sign-in page: asks the program, which may still be starting, for what it cannot know by itself, signs in, and has the
// page behind it ready by then.
import { startBlazor } from "./page.js";

const form = document.querySelector("form");
const input = form.elements.namedItem("username");
const read = form.elements.namedItem("read");
const submit = form.querySelector("[type=submit]");
const hint = document.getElementById("known");
const refusal = form.querySelector(".refusal");
const proposal = form.querySelector(".proposal");
const proposed = proposal.querySelector("button");
const stranger = form.querySelector(".stranger");
const asStranger = stranger.querySelector("button");
const classes = form.querySelector(".classes");
const noAnswer = "The program does not answer: has it ended? Start it again.";
// Whose page this window was does not matter to who signs in here (src/viewer/src/page/resume.ts).
sessionStorage.removeItem("proteomics-annotator.person");
let asked = 0;
let timer = 0;

async function tellIfKnown() {
  const name = input.value.trim();
  const mine = ++asked;
  let text = "";
  if (name !== "") {
    try {
      const response = await fetch(`/api/annotators/${encodeURIComponent(name)}`);
      text = response.ok ? (await response.json()).text : "";
    } catch {
      text = noAnswer;
    }
  }

  if (mine === asked) {
    hint.textContent = text;
  }
}

function refuse(text) {
  asked++;
  hint.textContent = "";
  refusal.textContent = text;
  refusal.hidden = text === "";
  proposal.hidden = true;
  stranger.hidden = true;
}

const spelled = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", ø: "oe", å: "aa", æ: "ae", œ: "oe", ł: "l", đ: "d", þ: "th" };

/** The nearest name that is allowed; empty: there is none. */
function nearest(name) {
  return name
    .trim()
    .toLowerCase()
    .normalize("NFC")
    .replace(/[^a-z]/g, (letter) => spelled[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 64);
}

/** As a click: the name stays to be looked at before it is sent. */
function propose(name) {
  const isRefusedToo = name.endsWith("_display") || /^(con|prn|aux|nul|(com|lpt)[0-9])$/.test(name);
  proposed.textContent = name;
  proposal.hidden = name === "" || isRefusedToo || name === input.value.trim().toLowerCase();
}

proposed.addEventListener("click", () => {
  input.value = proposed.textContent;
  refuse("");
  tellIfKnown();
  submit.focus();
});

function askAboutClasses({ here, there, username, host }) {
  const numbered = (names) => names.map((name, index) => `${index + 1} ${name}`).join(", ");
  const texts = { here: numbered(here), there: numbered(there), who: `${username} on ${host}` };
  for (const element of classes.querySelectorAll("[data-names]")) {
    element.textContent = texts[element.dataset.names];
  }

  classes.hidden = false;
  read.disabled = false;
}

/** Nobody in the plan has the name: a slip, as a rule. */
function askAboutName({ detail, notOnRoster, proposal: name }) {
  refuse(detail);
  asStranger.textContent = `Sign in as ${notOnRoster} all the same`;
  stranger.hidden = false;
  if (name !== null) {
    propose(name);
  }
}

async function signIn(notOnRoster) {
  const request = { username: input.value, classNamesRead: read.checked, notOnRoster };
  const response = await fetch("/api/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  if (response.ok) {
    // In place where the connection is made already; else as any page. It takes this page's place in the window's history: Back
    // does not lead here by accident. The address that led here is opened.
    const page = `/${location.search}`;
    if (window.Blazor) {
      Blazor.navigateTo(page, { replaceHistoryEntry: true });
    } else {
      location.replace(page);
    }
  } else if (response.status === 409) {
    const problem = await response.json();
    if (problem.otherClassNames === undefined) {
      askAboutName(problem);
    } else {
      askAboutClasses(problem.otherClassNames);
    }
  } else {
    refuse((await response.json()).detail);
    if (response.status === 400) {
      propose(nearest(input.value));
    }
  }
}

async function submitName(notOnRoster) {
  submit.disabled = true;
  refuse("");
  hint.textContent = "Signing in ...";
  try {
    await signIn(notOnRoster);
  } catch {
    refuse(noAnswer);
  }

  hint.textContent = "";
  submit.disabled = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submitName(false);
});
asStranger.addEventListener("click", () => submitName(true));

input.addEventListener("input", () => {
  refuse("");
  clearTimeout(timer);
  timer = setTimeout(tellIfKnown, 200);
});
// The browser's own words for a name that is missing are easily overlooked.
input.addEventListener("invalid", (event) => {
  event.preventDefault();
  refuse("Type your name first.");
  input.focus();
});
// The name of last time: typing replaces it.
if (input.value === input.defaultValue) {
  input.select();
}
submit.disabled = false;

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function say(place, text) {
  place.textContent = text;
  place.hidden = false;
}

/** A class as its dot and name. */
function classOf({ number, name, style }) {
  const made = element("span", { className: "class" });
  const dot = element("span", { className: "class-dot", textContent: String(number) });
  dot.style.cssText = style;
  made.append(dot, name);
  return made;
}

// What the program knows of the folders, and what the page behind the form is made of: Blazor starts and connects while a
// name is typed, and then exchanges only what differs.
async function prepare() {
  tellIfKnown();
  const responses = await Promise.all([fetch("/api/start"), fetch("/sign-in/connection")]);
  const refused = responses.find((response) => !response.ok);
  if (refused !== undefined) {
    refuse((await refused.json()).detail);
    return;
  }
  const [start, connection] = await Promise.all([responses[0].json(), responses[1].text()]);
  const share = document.querySelector("[data-share-problem]");
  document.querySelector("[data-missing-data]").hidden = start.dataRootExists;
  if (start.shareProblem !== null) {
    say(share, `Not available: ${start.shareProblem} – labels are kept on this machine until it is back.`);
  }
  if (start.otherClassNames !== null) {
    askAboutClasses(start.otherClassNames);
  }
  for (const notice of start.notices) {
    share.after(element("dd", { className: "hint", role: "status", textContent: notice }));
  }

  document.querySelector("[data-testid=campaign-title]").textContent = start.campaign;
  if (start.blocks !== null && start.dataRootExists) {
    const count = start.blocks.toLocaleString("en");
    say(document.querySelector("[data-testid=block-count]"), start.blocks === 1 ? "1 block" : `${count} blocks`);
  }
  const [classHead, classList] = document.querySelectorAll("[data-class-list]");
  classList.replaceChildren(...start.classes.map(classOf));
  classHead.hidden = classList.hidden = start.classes.length === 0;

  if (start.evidence !== null) {
    const [head, text] = document.querySelectorAll("[data-evidence]");
    head.hidden = false;
    say(text, start.evidence);
  }

  // Each at its place in the page behind, which is laid over this one: what is the same in both stays.
  const styles = ["app.css", "viewer/viewer.css", "ProteomicsAnnotator.styles.css"];
  document.querySelector("link[rel=icon]").after(...styles.map((href) => element("link", { rel: "stylesheet", href })));
  const page = new DOMParser().parseFromString(connection, "text/html");
  const blazor = element("script", { src: "_framework/blazor.web.js", async: false, onload: startBlazor });
  blazor.setAttribute("autostart", "false");
  document.querySelector("main").after(
    ...[...page.body.childNodes].filter((node) => node.nodeType === Node.COMMENT_NODE),
    element("link", { rel: "modulepreload", href: "viewer/viewer.js" }),
    element("script", { src: "_content/Radzen.Blazor/Radzen.Blazor.min.js", async: false }),
    blazor,
    element("link", { rel: "stylesheet", href: "radzen.css" }),
  );
}

// Not before the page is on the screen, where it ever gets there: the program's start would hold it up.
const painted = new Promise((resolve) => {
  new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
  setTimeout(resolve, 500);
});
painted.then(prepare).catch(() => {
  hint.textContent = noAnswer;
});
