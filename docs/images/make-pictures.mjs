// Drives the real page for make-pictures.sh: node make-pictures.mjs LINK PICTURES FRAMES
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../src/viewer/package.json", import.meta.url))("playwright");

const [link, pictures, frames] = process.argv.slice(2);
const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args, timeout: 180_000 });

async function open(viewport) {
  const context = await browser.newContext({ viewport, colorScheme: "dark" });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  await page.goto(link);
  return page;
}

async function signIn(page, name) {
  await page.getByTestId("login-username").fill(name);
  await page.getByTestId("login-submit").click();
}

/** The tour of the demo's page. */
const skipTour = (page) => page.getByTestId("tour-skip").click();

const painted = (page, block) =>
  page.locator(`[data-testid=viewer-canvas][data-block-id='${block}'][data-complete='true']`).first().waitFor();
const idle = (page) => page.waitForTimeout(400);

/** Gives a label and waits until the list has it. A busy program drops a key: it is pressed again. */
async function label(page, number, key) {
  const block = `block_${String(number).padStart(4, "0")}`;
  for (let tries = 0; tries < 10; tries += 1) {
    await painted(page, block);
    await page.keyboard.press(key);
    try {
      return await page.locator(`[data-testid=block-item][data-block-id='${block}'][data-label='${key}']`).waitFor({ timeout: 20_000 });
    } catch {}
  }
  throw new Error(`${block} takes no label`);
}

let count = 0;
async function frame(page, hundredths) {
  count += 1;
  await page.getByTestId("connection-banner").waitFor({ state: "hidden" });
  await page.screenshot({ path: `${frames}/${String(count).padStart(3, "0")}-${hundredths}.png` });
}

// The moving picture: a name, labels, slices, four panes, 3D.
const moving = await open({ width: 1200, height: 750 });
await moving.getByTestId("login-username").fill("alice");
await moving.waitForTimeout(1000);
await frame(moving, 120);
await moving.getByTestId("login-submit").click();
await painted(moving, "block_0001");
await skipTour(moving);
await moving.getByTestId("auto-advance").check();
await idle(moving);
await frame(moving, 120);
for (const [number, key] of [[1, "1"], [2, "2"], [3, "3"]]) {
  await label(moving, number, key);
  await frame(moving, 50);
  await painted(moving, `block_000${number + 1}`);
  await idle(moving);
  await frame(moving, 70);
}
for (let slice = 0; slice < 6; slice += 1) {
  for (let step = 0; step < 3; step += 1) await moving.keyboard.press("ArrowRight");
  await moving.waitForTimeout(250);
  await frame(moving, 12);
}
for (const stays of [140, 140]) {
  await moving.keyboard.press("v");
  await moving.waitForTimeout(2500);
  await frame(moving, stays);
}
await moving.keyboard.press("v");
await idle(moving);
await label(moving, 4, "1");
await frame(moving, 50);
await painted(moving, "block_0005");
await idle(moving);
await frame(moving, 200);
await moving.context().close();

// The annotator at work.
const page = await open({ width: 1440, height: 900 });
await signIn(page, "alice");
await painted(page, "block_0005");
for (const [number, key] of [[5, "3"], [6, "1"], [7, "1"]]) await label(page, number, key);
await painted(page, "block_0008");
await page.keyboard.press("v");
await page.waitForTimeout(4000);
await page.getByTestId("connection-banner").waitFor({ state: "hidden" });
await page.screenshot({ path: `${pictures}/annotator.png` });
await page.context().close();

// The gallery of somebody who has labelled most blocks.
const gallery = await open({ width: 1440, height: 900 });
await signIn(gallery, "mira");
await skipTour(gallery);
await gallery.locator("[data-testid=viewer-canvas][data-complete='true']").first().waitFor();
await gallery.keyboard.press("g");
const tile = (number) => gallery.locator(`[data-testid=gallery-tile][data-block-id='block_${String(number).padStart(4, "0")}']`);
await tile(17).and(gallery.locator("[data-state=shown]")).waitFor();
await tile(3).click();
await tile(13).click({ modifiers: ["Shift"] });
await tile(11).click({ modifiers: ["Control"] });
await gallery.waitForTimeout(1500);
await gallery.screenshot({ path: `${pictures}/gallery.png` });
await gallery.context().close();

// The Review.
const admin = await open({ width: 1440, height: 900 });
await signIn(admin, "admin");
await painted(admin, "block_0001");
await skipTour(admin);
await admin.getByTestId("tab-admin").click();
await admin.getByTestId("admin-row").first().waitFor();
await admin.waitForTimeout(2000);
await admin.screenshot({ path: `${pictures}/admin.png` });
await browser.close();
