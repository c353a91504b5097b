// Says whether the typed name is known on the share, before anyone signs in under a mistyped one.
const input = document.querySelector("[data-testid='login-username']");
const hint = document.querySelector("[data-known-annotator]");
let asked = 0;
let timer = 0;

async function tell() {
  const name = input.value.trim();
  const mine = ++asked;
  if (name === "") {
    hint.textContent = "";
    return;
  }

  try {
    const response = await fetch(`/api/annotators/${encodeURIComponent(name)}`, { headers: { accept: "application/json" } });
    const text = response.ok ? (await response.json()).text : "";
    if (mine === asked) {
      hint.textContent = text;
    }
  } catch {
    if (mine === asked) {
      hint.textContent = "The program does not answer.";
    }
  }
}

input.addEventListener("input", () => {
  document.querySelector("[data-testid='login-refusal']")?.setAttribute("hidden", "");
  clearTimeout(timer);
  timer = setTimeout(tell, 200);
});
// The name of last time: typing replaces it.
if (input.value === input.defaultValue) {
  input.select();
}
tell();

// Where nobody answers, the form alone would say nothing.
input.form.addEventListener("submit", () => {
  fetch("/healthz").catch(() => {
    hint.textContent = "The program does not answer.";
  });
});

// What the page behind the form is made of, as soon as this one is painted: Blazor starts and connects while a name is
// typed, and then exchanges only what differs.
function addToHead(tag, properties) {
  document.head.append(Object.assign(document.createElement(tag), properties));
}

requestAnimationFrame(() =>
  setTimeout(() => {
    addToHead("script", { src: "_content/Radzen.Blazor/Radzen.Blazor.min.js", async: false });
    addToHead("script", { src: "_framework/blazor.web.js", async: false });
    addToHead("link", { rel: "modulepreload", href: "viewer/viewer.js" });
    addToHead("link", { rel: "stylesheet", href: "radzen.css" });
  }),
);
