// Walks through a campaign on the demo data for make-pictures.sh: node make-campaign-pictures.mjs LINK PICTURES
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../src/viewer/package.json", import.meta.url))("playwright");

const [link, pictures] = process.argv.slice(2);
const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args, timeout: 180_000 });

async function signIn(name, isNew = true) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, colorScheme: "dark" });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByTestId("login-username").fill(name);
  await page.getByTestId("login-submit").click();
  if (isNew) await page.getByTestId("tour-skip").click();
  else await page.getByTestId("block-list").waitFor();
  return page;
}

/** @param parts One after another on the page: from the first to the last of them; none: all of the page. */
async function picture(page, name, ...parts) {
  await page.getByTestId("connection-banner").waitFor({ state: "hidden" });
  for (const notice of await page.locator(".rz-notification-item-wrapper").all()) await notice.waitFor({ state: "detached" });
  await page.waitForTimeout(600);
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
  const [first, last] = [boxes[0], boxes.at(-1)];
  const clip = first && { x: first.x, y: first.y, width: first.width, height: last.y + last.height - first.y };
  await page.screenshot({ path: `${pictures}/${name}.png`, clip });
}

const queueOf = async (page) => (await get(page, "/api/queue")).blocks.map(({ block }) => block);
const get = (page, address) => page.evaluate(async (url) => (await fetch(url)).json(), address);

/** A label as a script gives it. */
async function label(page, block, number) {
  const status = await page.evaluate(
    async ([id, value]) =>
      (await fetch(`/api/labels/${id}`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ label: value }) })).status,
    [block, number],
  );
  if (status >= 300) throw new Error(`${block} takes no label: ${status}`);
}

// The plan, before it is stored.
const lead = await signIn("admin");
await lead.getByTestId("tab-admin").click();
await lead.getByTestId("review-campaign").click();
await lead.getByTestId("plan-annotators").fill("ann, ben, cem");
await lead.getByTestId("plan-votes").fill("2");
await lead.getByTestId("plan-gold").fill("10");
await lead.getByTestId("plan-preview").click();
await lead.getByTestId("plan-draft").waitFor();
await lead.setViewportSize({ width: 1100, height: 1500 });
await picture(lead, "campaign-plan", lead.locator("section[aria-labelledby=campaign-plan]"));
await lead.setViewportSize({ width: 1100, height: 700 });
await lead.getByTestId("plan-store").click();
await lead.getByTestId("campaign-done").waitFor();

// Three people work through their queues; cem takes every second block for another class, and every known one.
const { blocks } = await get(lead, "/api/consensus");
const right = new Map(blocks.map(({ block, votes }) => [block, votes.mira ?? votes.tomas ?? 1]));
const known = process.env.KNOWN_BLOCKS.split(",");
for (const block of known) right.set(block, 1);
for (const name of ["ann", "ben", "cem"]) {
  const page = await signIn(name);
  const queue = await queueOf(page);
  for (const [index, block] of queue.entries()) {
    const errs = name === "cem" && (index % 2 === 0 || known.includes(block));
    await label(page, block, errs ? 1 + (right.get(block) % 3) : right.get(block));
    if (name === "ann" && index === 4) await picture(page, "campaign-queue", page.locator("nav.blocks"));
  }
  await page.context().close();
}

// How far it is, and who knows the known answers.
await lead.reload();
await lead.locator("[data-testid=gold-table] tr[data-username=cem]").waitFor();
await lead.setViewportSize({ width: 1100, height: 1500 });
const gold = lead.locator("section[aria-labelledby=campaign-gold]");
await picture(lead, "campaign-progress", lead.locator("section[aria-labelledby=campaign-plan]"), gold);
await lead.setViewportSize({ width: 1100, height: 700 });

// What is to be settled.
await lead.getByTestId("review-adjudicate").click();
await lead.getByTestId("queue").waitFor();
await picture(lead, "campaign-adjudicate");

// A release, and what comes after it.
await lead.getByTestId("review-export").click();
await lead.getByTestId("release-name").fill("paper-1");
await lead.getByTestId("release-preview").click();
await lead.getByTestId("release-make").click();
await lead.getByTestId("release-made").waitFor();
const late = await signIn("ann", false);
const [first, second] = await queueOf(late);
await label(late, first, 1 + (right.get(first) % 3));
await label(late, second, 1 + (right.get(second) % 3));
await late.context().close();
await lead.getByTestId("release-since").click();
await lead.getByTestId("release-difference").waitFor();
await picture(lead, "campaign-release", lead.getByTestId("releases"));
await browser.close();
