// Which files of a checkout go into a package.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder by its path there, with forward slashes. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"));
}

/**
 * The files below some folders of a checkout that belong to its commit, by their paths from there: what only lies about, as a
 * note or a site's own settings, is not to be shipped. An export of the sources knows no commit, and has nothing else.
 */
export function filesOfCommit(home, folders) {
  const tracked = trackedBelow(home, folders);
  return tracked.length > 0
    ? tracked.filter((name) => existsSync(join(home, name)))
    : folders.flatMap((folder) => filesBelow(join(home, folder)).map((name) => `${folder}/${name}`));
}

function trackedBelow(home, folders) {
  try {
    const listed = execFileSync("git", ["-C", home, "ls-files", "-z", "--", ...folders], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return listed.split("\0").filter((name) => name.length > 0);
  } catch {
    return [];
  }
}
