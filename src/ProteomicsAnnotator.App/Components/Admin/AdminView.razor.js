const texts = "input:not([type=checkbox], [type=button]), textarea, [contenteditable]";
const dialogs = "[role=dialog], [role=alertdialog], dialog[open], .rz-dialog";

/** Ctrl+Z and Ctrl+Shift+Z anywhere in the Admin View while it is on screen; a text field keeps its own undo. */
export function watchUndo(view, callbacks) {
  const leaving = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      if (!view.isConnected) {
        leaving.abort();
        return;
      }
      const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
      if (!isUndo || event.repeat || !view.checkVisibility() || event.target.closest?.(texts)) {
        return;
      }
      if ([...document.querySelectorAll(dialogs)].some((dialog) => dialog.checkVisibility({ visibilityProperty: true }))) {
        return;
      }
      event.preventDefault();
      callbacks.invokeMethodAsync("onUndo", event.shiftKey);
    },
    { signal: leaving.signal },
  );
}
