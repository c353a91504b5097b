// The viewer says in words that the connection is gone (src/viewer/src/page/connectionMonitor.ts). Here only the circuit behind it is
// taken care of: it reconnects by itself, and where the program no longer knows it, the page is loaded again. Reloading
// keeps user and block.
const element = document.getElementById("components-reconnect-modal");
const retryEveryMs = 1000;

/** Called once, where Blazor's script has been loaded. */
export function startBlazor() {
  return Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: Number.POSITIVE_INFINITY,
        retryIntervalMilliseconds: (attempt) => (attempt === 0 ? 0 : retryEveryMs),
        dialogId: element.id,
      },
    },
  });
}

element.addEventListener("components-reconnect-state-changed", (event) => {
  switch (event.detail.state) {
    case "rejected":
    case "failed":
    case "resume-failed":
      location.reload();
      break;
  }
});

// A step in the window's history is taken by the page behind the sign-in, where it is one of its own
// (src/viewer/src/page/address.ts). Any other leads to a page of its own, after the question whether something is still to be
// kept: exchanged in place, the page would go without it, and the scripts of the other one would not run.
addEventListener(
  "popstate",
  (event) => {
    event.stopImmediatePropagation();
    if (dispatchEvent(new Event("annotator-address", { cancelable: true }))) {
      location.reload();
    }
  },
  { capture: true },
);

// Scripts in the page come before this one; the sign-in page adds Blazor's later, and starts it itself.
if (window.Blazor) {
  startBlazor();
}
