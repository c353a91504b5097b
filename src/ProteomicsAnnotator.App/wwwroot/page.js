// The viewer says in words that the connection is gone (src/viewer/src/connection.ts). Here only the circuit behind it is
// taken care of: it reconnects by itself, and where the program no longer knows it, the page is loaded anew. Reloading
// keeps user and block.
const element = document.getElementById("components-reconnect-modal");
const retryEveryMs = 1000;

async function tryAgain() {
  try {
    if (!(await Blazor.reconnect())) {
      location.reload();
    }
  } catch {
    setTimeout(tryAgain, retryEveryMs);
  }
}

element.addEventListener("components-reconnect-state-changed", (event) => {
  switch (event.detail.state) {
    case "rejected":
    case "resume-failed":
      location.reload();
      break;
    case "failed":
      setTimeout(tryAgain, retryEveryMs);
      break;
  }
});

// A step in the window's history leads to a page of its own, after the question whether something is still to be kept:
// exchanged in place, the page would go without it, and the scripts of the other one would not run.
addEventListener(
  "popstate",
  (event) => {
    event.stopImmediatePropagation();
    location.reload();
  },
  { capture: true },
);
