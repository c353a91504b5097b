/**
 * Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y anywhere in the Review while it is on screen; a text field keeps its own undo. What is no
 * text and what is a dialog, the viewer decides: `viewer` is where its module is. `fault` is filled only here. The filter's menu
 * closes at Escape and at a click beside it. Escape leaves an adjudication under way.
 */
export async function watchUndo(view, fault, callbacks, viewer) {
  const { isDialogOpen, isTextField } = await import(viewer);
  const undo = async (redo) => {
    const what = redo ? "redo" : "undo";
    const overdue = setTimeout(() => {
      fault.textContent = `The ${what} is not confirmed: the program has not answered yet.`;
    }, 2000);
    const lost = whenLost();
    try {
      // Blazor throws on the spot where the circuit is gone: here that is a rejection as any other.
      const answer = callbacks.invokeMethodAsync("onUndo", redo);
      const isAnswered = await Promise.race([answer.then(() => true), lost.then(() => false)]);
      fault.textContent = isAnswered
        ? ""
        : `It is NOT KNOWN whether the ${what} was carried out: the connection broke. The table shows it once it is back.`;
    } catch {
      fault.textContent = `${redo ? "NOT REDONE" : "NOT UNDONE"}: the program does not answer.`;
    }
    clearTimeout(overdue);
  };
  // An open menu closes first; then Escape leaves an adjudication that goes on behind the table.
  const escape = () => {
    const closed = closeMenu(view);
    const isMeant = view.checkVisibility() && !isTextField(document.activeElement) && !isDialogOpen();
    if (!closed && isMeant && view.querySelector("[data-testid=adjudication-running]") !== null) {
      callbacks.invokeMethodAsync("onEscape").catch(() => {
        fault.textContent = "The adjudication is NOT left: the program does not answer.";
      });
    }
  };
  const leaving = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      if (!view.isConnected) {
        leaving.abort();
        return;
      }
      if (event.key === "Escape" && !event.repeat) {
        escape();
      }
      if (saysWhy(event) && view.checkVisibility() && !isTextField(event.target) && !isDialogOpen()) {
        const search = event.key === "/" ? view.querySelector("[data-search]") : null;
        if (search === null) {
          callbacks.invokeMethodAsync("onOther", event.key).catch(() => {});
        } else {
          event.preventDefault();
          search.focus();
          search.select();
        }
      }
      const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
      if (isPalette && !event.repeat && view.checkVisibility() && !isDialogOpen()) {
        event.preventDefault();
        callbacks.invokeMethodAsync("onPalette").catch(() => {});
        return;
      }
      const letter = event.key.toLowerCase();
      const isRedo = letter === "y" && !event.shiftKey;
      const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && (letter === "z" || isRedo);
      if (!isUndo || event.repeat || !view.checkVisibility() || isTextField(event.target) || isDialogOpen()) {
        return;
      }
      event.preventDefault();
      undo(event.shiftKey || isRedo);
    },
    { signal: leaving.signal },
  );
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest("details.more") === null) {
        closeMenu(view);
      }
    },
    { signal: leaving.signal },
  );
  // A number typed there replaces the one that is there.
  view.addEventListener("focusin", ({ target }) => {
    if (target.type === "number") {
      target.select();
    }
  });
  view.ariaKeyShortcuts = "Control+Z Control+Shift+Z";
}

/** A character or a key that clears, which nothing else here takes: what it means is said. A list looks for the letters typed. */
function saysWhy(event) {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !event.isComposing;
  const isCharacter = [...event.key].length === 1 && event.key.trim() !== "";
  return isPlain && (isCharacter || event.key === "Backspace" || event.key === "Delete") && event.target.tagName !== "SELECT";
}

/** Blazor itself neither answers nor rejects a call whose connection broke; it says so where page.js listens, too. */
function whenLost() {
  return new Promise((resolve) => {
    const reporter = document.getElementById("components-reconnect-modal");
    reporter.addEventListener("components-reconnect-state-changed", resolve, { once: true });
  });
}

/** True if it was open. */
function closeMenu(view) {
  const menu = view.querySelector("details.more[open]");
  menu?.removeAttribute("open");
  return menu !== null;
}
