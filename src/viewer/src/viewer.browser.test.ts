import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import "./viewer.css";
import { defaultSettings } from "./display/displaySettings.ts";
import type { SettingsChange } from "./display/settingsChange.ts";
import { createViewer, keepReviewOpen, resumePoint } from "./index.ts";
import type {
  LabelOutcome,
  LabelPress,
  PageState,
  PageTaken,
  PaintedReport,
  ShowRequest,
  Viewer,
  ViewerOptions,
} from "./page/contract.ts";
import { blockRef, CLASSES, problemResponse, showRequest, sliceBytes } from "./testing/fakes.ts";

const DEPTH = 8;
const SIZE = 16;

/** Answers as the program does, as long as the test lets it. */
class Program {
  readonly calls: [method: string, ...args: unknown[]][] = [];
  readonly puts: string[] = [];
  isUp = true;
  /** Address of a channel longer than any GPU's textures. */
  long = "";
  isHolding = false;
  advancesTo: number | null = null;
  broken = "";
  instance = "one";
  private navigation = 0;
  private held: (() => void)[] = [];
  private readonly realFetch = globalThis.fetch;

  readonly fetch: typeof fetch = async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    if (url.includes("/healthz")) {
      return this.isUp
        ? Response.json({ instance: this.instance })
        : Promise.reject(new TypeError());
    }
    if (url.includes("/api/preferences")) {
      this.puts.push(String(init?.body));
      return new Response(null, { status: 204 });
    }
    if (!url.includes("/api/volumes/")) {
      return this.realFetch(input, init);
    }
    if (this.isHolding) {
      await new Promise<void>((resolve, reject) => {
        this.held.push(resolve);
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    }
    if (this.long !== "" && url.includes(this.long)) {
      return new Response(new Uint8Array(100_000), {
        headers: { "X-Volume-Shape": "1,1,100000", "X-Volume-Type": "uint8", ETag: '"7-7"' },
      });
    }
    if (url.includes("/api/volumes/all/")) {
      return slice(this.broken);
    }
    return this.broken !== "" && url.includes(this.broken)
      ? problemResponse(422, "corrupt", "561.tif: ends early")
      : volume();
  };

  release(): void {
    this.isHolding = false;
    for (const answer of this.held.splice(0)) {
      answer();
    }
  }

  async invokeMethodAsync<T>(method: string, ...args: unknown[]): Promise<T> {
    this.calls.push([method, ...args]);
    return this.answer(method, args) as T;
  }

  get labels(): LabelPress[] {
    return this.of("onLabel").map(([press]) => press as LabelPress);
  }

  get painted(): PaintedReport[] {
    return this.of("onPainted").map(([report]) => report as PaintedReport);
  }

  of(method: string): unknown[][] {
    return this.calls.filter(([name]) => name === method).map(([, ...args]) => args);
  }

  private taken({ navigation, id }: PageState): PageTaken {
    this.navigation = navigation;
    return { outcomes: [], show: showRequest(Number(id?.slice(6) ?? 0), navigation) };
  }

  private answer(method: string, args: unknown[]): unknown {
    switch (method) {
      case "onNavigated":
        this.navigation = Number(args[0]);
        return showRequest(Number(String(args[2]).slice(6)), this.navigation);
      case "onLabel":
        return outcome(
          this.advancesTo === null ? null : showRequest(this.advancesTo, this.navigation),
        );
      case "onUndo":
        return outcome(showRequest(1, this.navigation));
      case "onReturned":
        return this.taken(args[0] as PageState);
      default:
        return null;
    }
  }
}

function outcome(show: ShowRequest | null): LabelOutcome {
  return {
    accepted: true,
    reason: null,
    sentence: null,
    show,
    isAtEnd: false,
    isUnknown: false,
    changed: [],
    words: null,
  };
}

/** A ramp from 0 to 1000 in every plane. */
function ramp(depth: number): Uint16Array<ArrayBuffer> {
  const plane = SIZE * SIZE;
  return Uint16Array.from(
    { length: depth * plane },
    (_, at) => ((at % plane) / (plane - 1)) * 1000,
  );
}

function volume(): Response {
  return new Response(ramp(DEPTH), {
    headers: {
      "X-Volume-Shape": `${DEPTH},${SIZE},${SIZE}`,
      "X-Volume-Type": "uint16",
      ETag: '"7-7"',
    },
  });
}

/** The middle slice of two channels, of which the one with the broken address has failed. */
function slice(broken: string): Response {
  const channels = [0, 1].map((index) => {
    const file = ["488.tif", "561.tif"][index] ?? "";
    const sent = { file, shape: [DEPTH, SIZE, SIZE], type: "uint16", version: "7-7" } as const;
    return broken === `volumes/${index}/`
      ? { ...sent, plane: null, failure: { kind: "corrupt", message: "561.tif: ends early" } }
      : { ...sent, plane: new Uint8Array(ramp(1).buffer) };
  });
  return new Response(sliceBytes(DEPTH / 2, channels));
}

let root: HTMLElement;
let program: Program;
let viewer: Viewer;

async function create(options: Partial<ViewerOptions> = {}): Promise<void> {
  const made = () => document.createElement("div");
  const [stage, sliceBar, channelPanel, place, banner] = [made(), made(), made(), made(), made()];
  const gallery = made();
  stage.style.cssText = "width:400px;height:300px";
  root.append(stage, sliceBar, channelPanel, place, banner);
  viewer = await createViewer({ stage, sliceBar, channelPanel, place, banner, gallery }, program, {
    username: "alice",
    classes: CLASSES,
    settings: null,
    defaultSecondsPerSlice: 2,
    campaignSettings: null,
    keys: null,
    measuresEvidence: false,
    ...options,
  });
}

const feedback = () => page.getByTestId("label-feedback");

async function counted(accepted: number, refused: number): Promise<void> {
  await expect.element(feedback()).toHaveAttribute("data-accepted", String(accepted));
  await expect.element(feedback()).toHaveAttribute("data-refused", String(refused));
}

const canvas = () => page.getByTestId("viewer-canvas");

async function painted(id: string, isComplete = "true"): Promise<void> {
  await expect.element(canvas()).toHaveAttribute("data-block-id", id);
  await expect.element(canvas()).toHaveAttribute("data-complete", isComplete);
}

async function opened(request: ShowRequest = showRequest(5, 0)): Promise<void> {
  viewer.show(request);
  await painted(request.block?.id ?? "");
}

beforeEach(() => {
  root = document.createElement("div");
  document.body.append(root);
  program = new Program();
  sessionStorage.clear();
  vi.stubGlobal("fetch", program.fetch);
});

afterEach(() => {
  viewer.dispose();
  root.remove();
  vi.unstubAllGlobals();
});

describe("opening", () => {
  it("FirstBlock_EverSeen_TakesAutoAndFixesNothing", async () => {
    await create();
    await opened();
    const max = page.getByTestId("channel-max").first();
    await expect.poll(() => Number((max.element() as HTMLInputElement).value)).toBeGreaterThan(990);
    await expect.element(page.getByTestId("limits-source")).toHaveTextContent("auto, this block");
    expect(viewer.display()?.channels["488"]?.limits?.[1]).toBeGreaterThan(990);
    dispatchEvent(new PageTransitionEvent("pagehide"));
    expect([program.puts, program.of("onSettings")]).toEqual([[], []]);
    expect(program.painted[0]?.id).toBe("block_0005");
    const place = { root: "here", id: "block_0005" };
    expect(resumePoint()).toMatchObject({ ...place, reviewOf: null });
    keepReviewOpen("boss");
    expect(resumePoint()).toMatchObject({ ...place, reviewOf: "boss" });
    await expect.poll(() => history.state).toEqual(place);
    keepReviewOpen(null);
    await expect.element(canvas()).toHaveAttribute("data-slice", "4");
  });

  it("Limits_SetOnABlock_AreFixedFromThereOnUntilAuto", async () => {
    await create();
    await opened();
    await userEvent.fill(page.getByTestId("channel-max").first(), "50");
    await userEvent.keyboard("{Enter}");
    const source = page.getByTestId("channel-limits").first();
    await expect.element(source).toHaveTextContent("fixed since block_0005");
    const badge = page.getByTestId("channel-badge").first();
    await expect.element(badge).toHaveTextContent("% saturated");
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    await expect.element(source).toHaveTextContent("fixed since block_0005");
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("50");
    await userEvent.click(page.getByTestId("channel-auto").first());
    await expect.element(source).toHaveTextContent("auto, this block");
    await expect.element(badge).toHaveTextContent("");
  });

  it("Settings_OfAChannel_GoWithItsName", async () => {
    const channels = {
      "488": { color: "#ff0000", visible: true, limits: [100, 200], gamma: 1 },
    } as const;
    await create({ settings: { ...defaultSettings(2), channels } });
    await opened();
    await expect.element(page.getByTestId("channel-min").first()).toHaveValue("100");
    await expect.element(page.getByTestId("channel-color").first()).toHaveValue("#ff0000");
  });

  it("Nothing_ToShow_SaysWhy", async () => {
    await create();
    viewer.show({
      navigation: 0,
      block: null,
      next: [],
      previous: null,
      emptyText: "No blocks",
      mode: "own",
    });
    await expect.element(page.getByText("No blocks")).toBeVisible();
    await userEvent.keyboard("1");
    expect(program.of("onLabel")).toEqual([]);
  });

  it("Channels_CalledLikeWhatEveryObjectHas_AreAsAnyOther", async () => {
    await create();
    const names = ["__proto__", "constructor"];
    const channels = blockRef(5).channels.map((channel, at) => {
      const name = names[at] ?? "";
      return { ...channel, name, key: name };
    });
    await opened({ ...showRequest(5, 0), block: blockRef(5, { channels }) });
    await expect.element(page.getByTestId("limits-source")).toHaveTextContent("auto, this block");
    for (const at of [0, 1]) {
      await expect.element(page.getByTestId("channel-visible").nth(at)).toBeChecked();
      await userEvent.fill(page.getByTestId("channel-max").nth(at), "500");
      await userEvent.keyboard("{Enter}");
      const source = page.getByTestId("channel-limits").nth(at);
      await expect.element(source).toHaveTextContent("fixed since block_0005");
    }
    // Each report says only what has changed since the one before.
    const reported = () =>
      program
        .of("onSettings")
        .flatMap(([change]) => Object.keys((change as SettingsChange).channels));
    await expect.poll(() => [...new Set(reported())].sort()).toEqual(names);
  });

  it("Channel_TooLargeForTheGpu_IsNamedAndTheOthersAreShown", async () => {
    program.long = "volumes/1/";
    await create();
    await opened();
    const notes = page.getByTestId("failure-notes");
    await expect.element(notes).toHaveTextContent(/561 \(561.tif\).*1 x 1 x 100000 voxels/);
    await expect.element(notes).not.toHaveTextContent("Retry");
    await expect.element(page.getByTestId("slice-count")).toHaveTextContent("/ 7");
    await userEvent.keyboard("2");
    const { seen } = program.painted.find(({ number }) => number === program.labels[0]?.seen) ?? {};
    expect(seen).toMatchObject([{ version: "7-7", failure: null }, { version: null }]);
  });

  it("Window_ThatBecameAnotherPersons_SaysWhose", async () => {
    await create({ username: "alice" });
    expect(program.of("onNotice")).toEqual([]);
    viewer.dispose();
    await create({ username: "bob" });
    await expect.poll(() => program.of("onNotice").length).toBe(1);
    expect(program.of("onNotice")[0]?.[0]).toMatch(/alice's and is now bob's/);
    viewer.dispose();
    await create({ username: "bob" });
    expect(program.of("onNotice").length).toBe(1);
  });

  it("Graphics_Lost_AreSaidAndKeysSayWhy", async () => {
    await create();
    await opened();
    const gl = (canvas().element() as HTMLCanvasElement).getContext("webgl2");
    const context = gl?.getExtension("WEBGL_lose_context");
    context?.loseContext();
    await expect.element(page.getByTestId("graphics-lost")).toHaveTextContent("lost");
    await userEvent.keyboard("1");
    await expect.element(feedback()).toHaveTextContent(/Not labelled: the graphics are lost/);
    expect(program.of("onLabel")).toEqual([]);
    // The browser wants the loss handled before it can be ended.
    await new Promise((done) => setTimeout(done, 0));
    context?.restoreContext();
    await painted("block_0005");
    await expect.element(page.getByTestId("graphics-lost")).toHaveTextContent("");
    await userEvent.keyboard("1");
    expect(program.of("onLabel").length).toBe(1);
  });

  it("Channel_Corrupt_IsNamedAndTheOthersAreShown", async () => {
    program.broken = "volumes/1/";
    await create();
    await opened();
    await expect.element(page.getByTestId("failure-notes")).toHaveTextContent("ends early");
    await userEvent.keyboard("2");
    const { seen } = program.painted.find(({ number }) => number === program.labels[0]?.seen) ?? {};
    expect(seen).toMatchObject([{ version: "7-7" }, { failure: "561.tif: ends early" }]);
  });
});

describe("labels", () => {
  it("Label_OnAPaintedBlock_GoesToThatBlock", async () => {
    await create();
    await opened();
    await userEvent.keyboard("2");
    const press = {
      press: 1,
      mode: "own",
      navigation: 0,
      root: "here",
      id: "block_0005",
      label: 2,
    };
    expect(program.labels[0]).toMatchObject(press);
    await userEvent.keyboard("{Backspace}");
    expect(program.labels[1]).toMatchObject({ press: 2, label: null });
    await counted(2, 0);
  });

  it("Label_OfNoClass_SaysWhichThereAre", async () => {
    await create();
    await opened();
    await userEvent.keyboard("7");
    await expect.element(feedback()).toHaveTextContent("No class 7: this campaign has 1 to 3");
    await counted(0, 1);
    expect(program.of("onLabel")).toEqual([]);
  });

  it("Label_WhileTheNextBlockLoads_LabelsNothing", async () => {
    await create();
    await opened();
    program.isHolding = true;
    viewer.show({ ...showRequest(0, 0), block: blockRef(42) });
    await expect.element(canvas()).toHaveAttribute("data-block-id", "");
    await expect.element(page.getByTestId("viewer-loading")).toHaveTextContent("block_0042");
    await userEvent.keyboard("1");
    expect(program.of("onLabel")).toEqual([]);
    await expect.element(feedback()).toHaveTextContent("block_0042 is still loading");
    await counted(0, 1);
    program.release();
    await painted("block_0042");
  });

  it("Row_Pressed_AsksForItsSliceAheadOfTheClick", async () => {
    await create();
    await opened();
    const row = document.createElement("div");
    row.dataset.sliceUrl = blockRef(42).sliceUrl;
    root.append(row);
    const asked = vi.spyOn(program, "fetch");
    vi.stubGlobal("fetch", program.fetch);
    row.dispatchEvent(new PointerEvent("pointerdown", { button: 2, bubbles: true }));
    expect(asked).not.toHaveBeenCalled();
    row.dispatchEvent(new PointerEvent("pointerdown", { button: 0, bubbles: true }));
    expect(asked.mock.calls.map(([url]) => url)).toEqual([`${blockRef(42).sliceUrl}?at=focus`]);
    viewer.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await painted("block_0042");
    const slices = asked.mock.calls.filter(([url]) => String(url).includes("/all/"));
    expect(slices.length).toBe(1);
  });

  it("Panel_OfABlockThatLoads_IsDrawnAfterTheFrameThatWasAwaited", async () => {
    await create();
    await opened();
    const drawn: string[] = [];
    const watch = new MutationObserver((records) => {
      drawn.push(...records.map(({ type }) => (type === "attributes" ? "frame" : "panel")));
    });
    watch.observe(canvas().element(), { attributes: true, attributeFilter: ["data-frame"] });
    watch.observe(root.querySelector(".pv-panel") as Element, { childList: true, subtree: true });
    program.isHolding = true;
    const only = blockRef(42).channels.slice(0, 1);
    viewer.show({ ...showRequest(0, 0), block: blockRef(42, { channels: only }) });
    await expect.poll(() => page.getByTestId("channel").elements().length).toBe(1);
    watch.disconnect();
    expect(drawn[0]).toBe("frame");
    expect(drawn).toContain("panel");
    program.release();
    await painted("block_0042");
  });

  it("Labels_TypedAhead_GoToOneBlockEach", async () => {
    await create();
    await opened();
    program.advancesTo = 6;
    // In one task, so that the second comes before any answer.
    for (let press = 0; press < 2; press++) {
      const key = { key: "1", code: "Digit1", bubbles: true };
      document.body.dispatchEvent(new KeyboardEvent("keydown", key));
    }
    await painted("block_0006");
    expect(program.labels.map(({ id }) => id)).toEqual(["block_0005"]);
    await counted(1, 1);
    program.advancesTo = null;
    await userEvent.keyboard("1");
    await counted(2, 1);
    expect(program.labels.map(({ id }) => id)).toEqual(["block_0005", "block_0006"]);
  });

  it("Words_OverThePicture_NameItsBlockInTheSameTask", async () => {
    await create();
    await opened();
    const label = page.getByTestId("overlay-label");
    await expect.element(label).toHaveAttribute("data-block-id", "block_0005");
    await expect.element(label).toHaveTextContent("No label");
    const apart: string[] = [];
    const watch = new MutationObserver(() => {
      const { blockId } = canvas().element().dataset;
      if (label.element().dataset.blockId !== blockId) {
        apart.push(`${blockId} ${label.element().dataset.blockId}`);
      }
    });
    watch.observe(root, { attributes: true, childList: true, subtree: true, characterData: true });
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    program.isHolding = true;
    viewer.show({ ...showRequest(0, 9), block: blockRef(42) });
    await expect.element(canvas()).toHaveAttribute("data-block-id", "");
    program.release();
    await painted("block_0042");
    watch.disconnect();
    expect(apart).toEqual([]);
  });

  it("Label_WhileTheConnectionIsDown_IsRefusedAndTheBannerSaysSo", async () => {
    await create();
    await opened();
    program.isUp = false;
    await expect.element(page.getByTestId("connection-banner")).toBeVisible();
    await userEvent.keyboard("1");
    await expect.element(feedback()).toHaveTextContent("Not labelled");
    await counted(0, 1);
    expect(program.of("onLabel")).toEqual([]);
    program.isUp = true;
    await expect.element(page.getByTestId("connection-banner")).not.toBeVisible();
    await userEvent.keyboard("1");
    expect(program.of("onLabel").length).toBe(1);
  });

  it("ClassRow_Clicked_MeansTheBlockOnScreenAtTheClick", async () => {
    await create();
    await opened();
    const row = document.createElement("button");
    row.dataset.testid = "label-3";
    root.append(row);
    row.click();
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    expect(program.labels).toMatchObject([{ id: "block_0005", label: 3 }]);
  });

  it("Label_BehindARowClick_IsRefusedUntilItsBlockIsThere", async () => {
    await create();
    await opened();
    const row = document.createElement("div");
    Object.assign(row.dataset, { testid: "block-item", blockId: "block_0002" });
    root.append(row);
    row.click();
    await userEvent.keyboard("1");
    await counted(0, 1);
    viewer.show(showRequest(2, 0));
    await painted("block_0002");
    await userEvent.keyboard("1");
    await counted(1, 1);
    expect(program.labels).toMatchObject([{ id: "block_0002" }]);
  });

  it("Label_BehindEscapeOutOfAnAdjudication_IsRefusedUntilItIsLeft", async () => {
    await create();
    await opened({ ...showRequest(5, 0), mode: "final" });
    await expect.element(page.getByText("FINAL LABEL")).toBeVisible();
    const leaving = vi.spyOn(program, "invokeMethodAsync").mockReturnValue(new Promise(() => {}));
    await userEvent.keyboard("{Escape}1{Backspace}{Control>}z{/Control}");
    expect(leaving.mock.calls.map(([method]) => method)).not.toContain("onLabel");
    expect(leaving.mock.calls.map(([method]) => method)).not.toContain("onUndo");
    await counted(0, 2);
    leaving.mockRestore();
  });

  it("Undo_ShowsTheBlockConcerned", async () => {
    await create();
    await opened();
    await userEvent.keyboard("{Control>}z{/Control}");
    await painted("block_0001");
    expect(program.of("onUndo")).toEqual([[{ press: 1, mode: "own", redo: false }]]);
  });
});

describe("navigation and display", () => {
  it("Display_Changed_IsDrawn", async () => {
    await create();
    await opened();
    await expect.element(page.getByTestId("splitter-x")).not.toBeVisible();
    await userEvent.keyboard("v");
    await expect.element(page.getByTestId("splitter-x")).toBeVisible();
  });

  it("Down_ToABlockThatIsThere_LeavesNoMomentWithoutABlock", async () => {
    await create();
    await opened();
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    await userEvent.keyboard("{ArrowUp}");
    await painted("block_0005");
    const seen: string[] = [];
    const watch = new MutationObserver((changes) => {
      for (const { target } of changes) {
        seen.push((target as HTMLElement).dataset.blockId ?? "");
      }
    });
    watch.observe(canvas().element(), {
      attributes: true,
      attributeFilter: ["data-block-id"],
      attributeOldValue: true,
    });
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    expect(new Set(seen)).toEqual(new Set(["block_0006"]));
    watch.disconnect();
  });

  it("Down_ToAPrefetchedBlock_KeepsPictureAndTellsTheProgram", async () => {
    await create();
    await opened();
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    expect(program.of("onNavigated").at(-1)).toEqual([1, "here", "block_0006"]);
  });

  it("LeftRightAndSlider_StepSlices", async () => {
    await create();
    await opened();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
    await expect.element(canvas()).toHaveAttribute("data-slice", "5");
    await expect.element(page.getByTestId("slice-number")).toHaveValue(5);
    await userEvent.fill(page.getByTestId("z-slider"), "7");
    await expect.element(canvas()).toHaveAttribute("data-slice", "7");
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(canvas()).toHaveAttribute("data-slice", "7");
  });

  it("AutoPlay_ShowsTheLastSliceAndStartsAgain", async () => {
    await create({ settings: { ...defaultSettings(0.05), openAt: "first" } });
    const slices = new Set<string>();
    await opened();
    const watch = new MutationObserver(() => slices.add(canvas().element().dataset.slice ?? ""));
    watch.observe(canvas().element(), { attributeFilter: ["data-slice"] });
    await userEvent.click(page.getByTestId("autoplay"));
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Stop");
    await expect.poll(() => [...slices].sort().join("")).toBe("01234567");
    await userEvent.keyboard(" ");
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Start");
    watch.disconnect();
  });

  it("Keys_ForChannelsAndView_ChangeWhatIsInForce", async () => {
    await create();
    await opened();
    await userEvent.keyboard("{Alt>}2{/Alt}");
    await expect.element(page.getByTestId("channel-visible").nth(1)).not.toBeChecked();
    await userEvent.keyboard("s");
    await expect
      .element(page.getByTestId("channel-solo").first())
      .toHaveAttribute("aria-pressed", "true");
    const ticks = () =>
      page
        .getByTestId("channel-visible")
        .elements()
        .map((tick) => (tick as HTMLInputElement).checked);
    expect(ticks()).toEqual([true, false]);
    await userEvent.keyboard("s");
    await expect.poll(ticks).toEqual([false, true]);
    await userEvent.keyboard("s");
    await expect.poll(ticks).toEqual([true, false]);
    await userEvent.click(page.getByTestId("channel-solo").nth(1));
    await expect.poll(ticks).toEqual([false, true]);
    await userEvent.keyboard("{Alt>}1{/Alt}");
    await expect.poll(ticks).toEqual([true, false]);
    await userEvent.keyboard("v");
    await expect.element(page.getByTestId("view-mode")).toHaveAttribute("data-mode", "quad");
    await userEvent.keyboard("]");
    await expect.element(page.getByTestId("slab")).toHaveValue("max");
    await userEvent.keyboard("?");
    expect(program.of("onCommand").at(-1)).toEqual(["help"]);
  });

  it("RightDrag_SetsTheSelectedChannelsLimits_AndOnlyThose", async () => {
    await create();
    await opened();
    const typed = ["3000", "1000"];
    for (const [nth, text] of typed.entries()) {
      const ends = ["channel-max", "channel-min"] as const;
      await userEvent.fill(page.getByTestId(ends[nth] ?? "").nth(1), text);
      await userEvent.keyboard("{Enter}");
      // The panel takes over what is in force with the next frame.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
    const limits = () =>
      ["channel-min", "channel-max"].map((end) =>
        page
          .getByTestId(end)
          .elements()
          .map((input) => (input as HTMLInputElement).value),
      );
    await userEvent.click(page.getByTestId("channel-min").nth(1));
    const [[low], [high]] = limits() as [[string], [string]];
    const drag = (type: string, x: number, y: number) =>
      canvas()
        .element()
        .dispatchEvent(
          new PointerEvent(type, {
            clientX: x,
            clientY: y,
            button: 2,
            bubbles: true,
            pointerId: 1,
          }),
        );
    const box = canvas().element().getBoundingClientRect();
    drag("pointerdown", box.left + 100, box.top + 100);
    drag("pointermove", box.left + 200, box.top + 100);
    drag("pointerup", box.left + 200, box.top + 100);
    // A quarter of the window of 2,000 up.
    await expect.poll(limits).toEqual([
      [low, "1500"],
      [high, "3500"],
    ]);
  });

  it("AutoKey_AfterATypedRange_TakesAutoForAllChannels", async () => {
    await create();
    await opened();
    await userEvent.fill(page.getByTestId("channel-max").first(), "50");
    await userEvent.keyboard("{Enter}a");
    await expect.element(page.getByTestId("channel-max").first()).not.toHaveValue("50");
  });

  it("Settings_NotYetReported_ArePutWhenThePageGoes", async () => {
    await create();
    await opened();
    // In one task: what is settled is reported a moment later by itself.
    const key = new KeyboardEvent("keydown", { key: "v", code: "KeyV", bubbles: true });
    document.body.dispatchEvent(key);
    dispatchEvent(new PageTransitionEvent("pagehide"));
    expect(JSON.parse(program.puts[0] ?? "{}").change.set.viewMode).toBe("quad");
  });

  it("Page_ClosedWithPendingLabels_Asks", async () => {
    await create();
    await opened();
    const ask = () => {
      const event = new Event("beforeunload", { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(ask()).toBe(false);
    viewer.setPending(2);
    expect(ask()).toBe(true);
    viewer.setPending(0);
    expect(ask()).toBe(false);
  });

  it("ClearPress_OnTheLegend_IsTheKey", async () => {
    await create();
    await opened();
    const clear = document.createElement("button");
    clear.dataset.testid = "clear-label";
    root.append(clear);
    clear.click();
    expect(program.labels).toMatchObject([{ id: "block_0005", label: null }]);
  });

  it("Playing_EndsIn3D_WhereNothingWouldBeSeenOfIt", async () => {
    await create();
    await opened();
    await userEvent.keyboard(" ");
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Stop");
    await userEvent.keyboard("vv");
    await expect.element(page.getByTestId("autoplay")).not.toBeVisible();
    await userEvent.keyboard(" ");
    expect(program.of("onNotice").at(-1)?.[0]).toMatch(/Slices play in the slice and quad views/);
    await userEvent.keyboard("v");
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Start");
  });

  it("CampaignKey_WhereNoneWasPublished_AsksAndShowsWhatIsFound", async () => {
    await create();
    await opened();
    await userEvent.keyboard("c");
    expect(program.of("onCommand").at(-1)).toEqual(["campaignDisplay"]);
    const channels = {
      "488": { color: "#0000ff", visible: true, limits: [1, 2], gamma: 1 },
    } as const;
    viewer.campaign({ ...defaultSettings(2), channels }, true);
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("2");
    await expect.element(page.getByTestId("channel-limits").first()).toHaveTextContent("campaign");
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("settings-mine")).toHaveAttribute("aria-pressed", "true");
  });

  it("CampaignKey_ReturnsToThePublishedDisplayAndFromThereToOnesOwn", async () => {
    const channels = {
      "488": { color: "#0000ff", visible: true, limits: [1, 2], gamma: 1 },
    } as const;
    await create({
      settings: defaultSettings(2),
      campaignSettings: { ...defaultSettings(2), channels },
    });
    await opened();
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("2");
    await userEvent.keyboard("a");
    await expect.element(page.getByTestId("settings-campaign")).toHaveTextContent("changed");
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("2");
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("settings-mine")).toHaveAttribute("aria-pressed", "true");
  });
});
