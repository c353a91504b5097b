import { expect, it } from "vitest";
import { GallerySelection } from "./gallerySelection.ts";

const order = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
const plain = { isRange: false, isMore: false };
const range = { isRange: true, isMore: false };
const more = { isRange: false, isMore: true };

it("A key acts on the block under the cursor while nothing is selected", () => {
  const selection = new GallerySelection();
  expect(selection.subject(order)).toEqual([]);
  selection.press("c", plain, order);
  expect([selection.size, selection.subject(order)]).toEqual([0, ["c"]]);
});

it("Shift selects from where the range begins, Ctrl adds and removes one", () => {
  const selection = new GallerySelection();
  selection.press("d", plain, order);
  selection.press("b", range, order);
  expect(selection.subject(order)).toEqual(["b", "c", "d"]);
  selection.press("e", range, order);
  expect(selection.subject(order)).toEqual(["d", "e"]);
  selection.press("a", more, order);
  selection.press("e", more, order);
  expect(selection.subject(order)).toEqual(["a", "d"]);
  expect(selection.cursor).toBe("e");
  selection.press("c", plain, order);
  expect(selection.subject(order)).toEqual(["c"]);
});

it("A box selects what it touches, and with Ctrl beside what is selected", () => {
  const selection = new GallerySelection();
  selection.select(["a", "b"]);
  selection.select(["d"], true);
  expect(selection.subject(order)).toEqual(["a", "b", "d"]);
  selection.select(["e"]);
  expect(selection.subject(order)).toEqual(["e"]);
  selection.select([]);
  expect(selection.size).toBe(0);
});

it("What is no longer shown is not selected, and the cursor goes elsewhere", () => {
  const selection = new GallerySelection();
  selection.press("b", plain, order);
  selection.press("d", range, order);
  selection.keep((id) => id !== "d" && id !== "b", "a");
  expect(selection.subject(order)).toEqual(["c"]);
  expect(selection.cursor).toBe("a");
  selection.keep(() => false, null);
  expect([selection.size, selection.cursor]).toEqual([0, null]);
});

it("The cursor stays with a block that its label moves away, and the next step goes on from where it was", () => {
  const ids = (text: string) => [...text].map((id) => ({ id }));
  for (const [isForward, expected] of [
    [true, "c"],
    [false, "a"],
  ] as const) {
    const selection = new GallerySelection();
    selection.press("b", plain, order);
    selection.leave(order);
    selection.keep(() => true, "x");
    selection.leave(ids("abdec"));
    expect(selection.cursor).toBe("b");
    expect(selection.resumed(ids("acdeb"), isForward)).toBe(expected);
    expect(selection.resumed(ids("acdeb"), isForward)).toBe(null);
  }
});

it("After a label that moves nothing, or after another choice, a step is like any other", () => {
  const selection = new GallerySelection();
  selection.press("e", plain, order);
  selection.leave(order);
  expect(selection.resumed(order, true)).toBe(null);
  selection.leave(order);
  selection.press("a", plain, order);
  expect(selection.resumed([...order].reverse(), true)).toBe(null);
});

it("No other block comes under the cursor where a label takes a block out of sight", () => {
  const selection = new GallerySelection();
  selection.press("e", plain, order);
  selection.leave(order);
  const shown = order.slice(0, -1);
  selection.keep((id) => id !== "e", "d");
  expect(selection.subject(shown)).toEqual([]);
  expect(selection.resumed(shown, true)).toBe("d");
  selection.press("d", plain, shown);
  selection.keep((id) => id !== "d", "c");
  expect(selection.cursor).toBe("c");
});

it("RowsChosenInTheList_AreSelectedOnceTheRowsAreThere_AsFarAsTheyAreShown", () => {
  const selection = new GallerySelection();
  const order = ["a", "b", "c", "d"].map((id) => ({ id }));
  expect(selection.answer(order)).toBe(false);
  selection.ask(["d", "gone", "b"]);
  selection.ask([]);
  expect(selection.answer(order)).toBe(true);
  expect(selection.subject(order)).toEqual(["b", "d"]);
  expect(selection.cursor).toBe("b");
  selection.clear();
  expect(selection.answer(order)).toBe(false);
  selection.ask(["c"]);
  selection.ask(null);
  expect(selection.answer(order)).toBe(false);
  expect(selection.size).toBe(0);
});

it("Cursor_BeginsAtTheBlockOfThePicture_UnlessSomethingIsSelectedOrAskedFor", () => {
  const selection = new GallerySelection();
  const order = ["a", "b", "c"].map((id) => ({ id }));
  selection.ask([], "c");
  selection.ask([]);
  expect(selection.answer(order)).toBe(true);
  expect(selection.cursor).toBe("c");
  expect(selection.size).toBe(0);
  selection.ask([], "a");
  selection.press("b", plain, order);
  expect(selection.answer(order)).toBe(false);
  expect(selection.cursor).toBe("b");
  selection.moveTo("c");
  selection.ask([], "gone");
  expect(selection.answer(order)).toBe(false);
  expect(selection.cursor).toBe("c");
  selection.ask(["a"], "b");
  expect(selection.answer(order)).toBe(true);
  expect(selection.cursor).toBe("a");
  selection.ask([], "b");
  expect(selection.answer(order)).toBe(false);
  expect(selection.subject(order)).toEqual(["a"]);
});

it("Gallery_WhosePictureHasNoTile_LeadsBackToIt_UntilTheCursorIsMoved", () => {
  const selection = new GallerySelection();
  const order = ["a", "b", "c"].map((id) => ({ id }));
  selection.ask([], ".self-check/x");
  expect(selection.answer(order)).toBe(false);
  selection.keep(() => true, "a");
  expect([selection.cursor, selection.isAtHome]).toEqual(["a", true]);
  selection.ask([]);
  selection.answer(order);
  expect(selection.isAtHome).toBe(true);
  selection.press("a", plain, order);
  expect(selection.isAtHome).toBe(false);

  selection.select(["b"]);
  selection.ask([], ".self-check/x");
  selection.answer(order);
  expect(selection.isAtHome).toBe(true);
  selection.ask(null);
  expect(selection.isAtHome).toBe(false);
  selection.ask([], ".self-check/x");
  selection.ask(["c"]);
  selection.answer(order);
  expect([selection.cursor, selection.isAtHome]).toEqual(["c", false]);
  selection.clear();
  selection.ask([], "b");
  selection.answer(order);
  expect([selection.cursor, selection.isAtHome]).toEqual(["b", false]);
});

it("RowsOfAnotherFolder_DropSelectionAndCursor_ButNotWhereTheGalleryBegan", () => {
  const selection = new GallerySelection();
  const order = ["a", "b", "c"].map((id) => ({ id }));
  selection.moveTo("x");
  selection.select(["x"]);
  selection.ask([], "b");
  selection.forget();
  expect([selection.cursor, selection.size]).toEqual([null, 0]);
  selection.ask([], "b");
  selection.forget();
  expect(selection.answer(order)).toBe(true);
  expect(selection.cursor).toBe("b");
  selection.ask([], ".self-check/x");
  selection.forget();
  expect(selection.answer(order)).toBe(false);
  expect(selection.isAtHome).toBe(true);
});

it("Gallery_LeftBeforeItsRowsAreThere_LeadsBackToTheBlockOfThePicture", () => {
  const selection = new GallerySelection();
  const order = ["a", "b", "c"].map((id) => ({ id }));
  selection.moveTo("c");
  selection.ask([], "a");
  expect(selection.destination).toBe("a");
  selection.answer(order);
  expect(selection.destination).toBe("a");
  selection.moveTo("b");
  expect(selection.destination).toBe("b");
});
