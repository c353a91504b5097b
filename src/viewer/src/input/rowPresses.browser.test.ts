import { afterEach, describe, expect, it } from "vitest";
import { RowPresses } from "./rowPresses.ts";

describe("RowPresses", () => {
  let presses: RowPresses | null = null;

  afterEach(() => {
    presses?.dispose();
    document.body.replaceChildren();
  });

  it.each([
    ["label-2", 2],
    ["clear-label", null],
  ])("takes a double click on %s for one press", (testId, label) => {
    const row = document.createElement("button");
    row.dataset.testid = testId;
    row.append(document.createElement("span"));
    document.body.append(row);
    const seen: string[] = [];
    presses = new RowPresses({
      onBlockPressed: () => seen.push("pressed"),
      onBlockClicked: () => seen.push("clicked"),
      onClass: (given) => seen.push(`class ${given}`),
      onClassAgain: () => seen.push("again"),
      onMark: (kind) => seen.push(kind),
      onPalette: () => seen.push("palette"),
    });

    for (const detail of [1, 2, 3, 1, 0]) {
      row.firstElementChild?.dispatchEvent(new MouseEvent("click", { bubbles: true, detail }));
    }

    expect(seen).toEqual([`class ${label}`, "again", "again", `class ${label}`, `class ${label}`]);
  });

  it.each([
    ["flag-unsure", "unsure"],
    ["cannot-judge", "unusable"],
    ["write-note", "note"],
    ["open-palette", "palette"],
  ])(
    "tells of a click on %s in the page, before it has gone to the program and back",
    (testId, told) => {
      const button = document.createElement("button");
      button.dataset.testid = testId;
      document.body.append(button);
      const seen: string[] = [];
      presses = new RowPresses({
        onBlockPressed: () => seen.push("pressed"),
        onBlockClicked: () => seen.push("clicked"),
        onClass: (given) => seen.push(`class ${given}`),
        onClassAgain: () => seen.push("again"),
        onMark: (kind) => seen.push(kind),
        onPalette: () => seen.push("palette"),
      });

      button.click();

      expect(seen).toEqual([told]);
    },
  );
});
