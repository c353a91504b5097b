import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { blockRef, showRequest } from "./testing/fakes.ts";
import { canvas, counted, feedback, painted, ViewerRig } from "./testing/viewerRig.ts";

let rig: ViewerRig;

beforeEach(() => {
  rig = new ViewerRig();
});

afterEach(() => rig.dispose());

describe("an example beside the block", () => {
  const example = () => page.getByTestId("example-canvas");
  const shows = (name: string, value: string) =>
    expect.element(example()).toHaveAttribute(`data-${name}`, value);

  function canvasOf(testId: string): HTMLCanvasElement {
    const found = rig.root.querySelector<HTMLCanvasElement>(`[data-testid=${testId}]`);
    if (found === null) {
      throw new Error(`no ${testId}`);
    }
    return found;
  }

  async function pinned(number = 7): Promise<void> {
    const { id } = blockRef(number);
    rig.viewer.pin({ block: blockRef(number), label: 2 });
    await shows("block-id", id);
    await shows("complete", "true");
  }

  it("Example_Pinned_LooksAsTheBlockDoes", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    expect(rig.example.children).toHaveLength(0);
    await userEvent.keyboard("{ArrowRight}");
    await pinned();
    await expect
      .element(page.getByTestId("example-caption"))
      .toHaveTextContent("Example of Excitatory: block_0007");
    await shows("slice", "5");
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    await shows("slice", "3");
    await userEvent.keyboard("v");
    await shows("view", "quad");
    await userEvent.keyboard("v");
    await shows("view", "volume");
    await userEvent.keyboard("v");
    await shows("view", "slice");
  });

  it("Example_Moved_MovesTheBlock", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    await pinned();
    const wheel = { deltaY: -100, ctrlKey: true, bubbles: true, cancelable: true };
    const box = canvasOf("example-canvas").getBoundingClientRect();
    const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    canvasOf("example-canvas").dispatchEvent(new WheelEvent("wheel", { ...wheel, ...at }));
    await expect.element(canvas()).toHaveAttribute("data-slice", "3");
    await shows("slice", "3");
    expect(page.getByTestId("z-slider").element()).toHaveProperty("value", "3");
  });

  it("Digit_BesideAnExample_LabelsTheBlock_AndTheExampleStaysForTheNextOne", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    await pinned();
    await userEvent.keyboard("2");
    await counted(1, 0);
    expect(rig.program.labels.map(({ id, label }) => [id, label])).toEqual([["block_0005", 2]]);
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    await shows("block-id", "block_0007");
    await userEvent.keyboard("1");
    await counted(2, 0);
    expect(rig.program.labels.at(-1)).toMatchObject({ id: "block_0006", label: 1 });
    expect(rig.program.painted.map(({ id }) => id)).not.toContain("block_0007");
  });

  it("Example_Closed_GivesItsGraphicsBack", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    await pinned();
    const gone = canvasOf("example-canvas");
    await pinned(8);
    expect(gone.getContext("webgl2")?.isContextLost()).toBe(true);
    await expect.element(example()).toHaveAttribute("data-block-id", "block_0008");
    const last = canvasOf("example-canvas");
    await page.getByTestId("close-example").click();
    expect(rig.example.children).toHaveLength(0);
    expect(last.getContext("webgl2")?.isContextLost()).toBe(true);
    await pinned();
    rig.viewer.run("closeExample");
    expect(rig.example.children).toHaveLength(0);
    rig.viewer.run("escape");
    await expect.element(feedback()).not.toHaveTextContent("No example");
    rig.viewer.run("closeExample");
    await expect.element(feedback()).toHaveTextContent("No example is open beside the block");
  });

  it("Example_ThatCannotBeRead_SaysWhyInItsPane", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    rig.program.broken = "block_0007";
    rig.viewer.pin({ block: blockRef(7), label: 2 });
    await expect
      .element(page.getByTestId("example-words"))
      .toHaveTextContent("488 (488.tif), 561 (561.tif): 561.tif: ends early");
    await expect
      .element(page.getByTestId("example-loading"))
      .toHaveTextContent("block_0007 No channel of this block can be read");
    await expect.element(page.getByTestId("failure-notes")).not.toBeVisible();
    rig.program.broken = "";
    await page.getByTestId("retry-example").click();
    await shows("complete", "true");
    await expect.element(page.getByTestId("example-words")).not.toBeVisible();
  });

  it("GraphicsOfEither_Lost_ComeBack", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    await pinned();
    const names = ["viewer-canvas", "example-canvas"];
    const lost = names.map((name) =>
      canvasOf(name).getContext("webgl2")?.getExtension("WEBGL_lose_context"),
    );
    for (const context of lost) {
      context?.loseContext();
    }
    await expect
      .element(page.getByTestId("example-words"))
      .toHaveTextContent("The graphics of this example were lost");
    for (const context of lost) {
      context?.restoreContext();
    }
    await painted("block_0005");
    await shows("block-id", "block_0007");
    await expect.element(page.getByTestId("example-words")).not.toBeVisible();
  });

  it("Folder_OpenedInItsPlace_ClosesTheExample", async () => {
    await rig.create();
    await rig.opened();
    await painted("block_0005");
    await pinned();
    rig.viewer.show({ ...showRequest(5, 0), block: blockRef(5, { root: "there" }) });
    expect(rig.example.children).toHaveLength(0);
  });
});
