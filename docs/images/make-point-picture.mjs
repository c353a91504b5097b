// A point at the edge of its volume, and what lies around it, for make-pictures.sh: node make-point-picture.mjs LINK PICTURES
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../src/viewer/package.json", import.meta.url))("playwright");

const [link, pictures] = process.argv.slice(2);
const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args, timeout: 180_000 });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "dark" });
context.setDefaultTimeout(180_000);
const page = await context.newPage();
await page.goto(link);
await page.getByTestId("login-username").fill("alice");
await page.getByTestId("login-submit").click();
const canvas = (block) => page.locator(`[data-testid=viewer-canvas][data-block-id='${block}'][data-complete='true']`).first();
await canvas("point_01").waitFor();
await page.locator("[data-testid=block-item][data-block-id=point_12]").click();
await canvas("point_12").waitFor();
await page.keyboard.press("v");
await page.keyboard.press("o");
for (const notice of await page.locator(".rz-notification-item-wrapper").all()) await notice.waitFor({ state: "detached" });
await page.waitForTimeout(4000);
await page.screenshot({ path: `${pictures}/point.png` });
await browser.close();
