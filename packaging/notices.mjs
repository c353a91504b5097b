// THIRD-PARTY-NOTICES.txt: who made what the package ships, and under which licence. A text that several share stands once.

const line = "=".repeat(100);

export function noticesOf(components, version) {
  const head = `Proteomics Annotator ${version} contains what follows, made by others under the licences that stand below.`;
  const seen = new Map();
  const sections = components.map((component) => sectionOf(component, seen));
  return `${[head, ...sections].join(`\n\n${line}\n\n`)}\n`;
}

function sectionOf(component, seen) {
  const name = `${component.name} ${component.version}`;
  const about = [name, component.url, component.copyright, component.licence === null ? "" : `Licence: ${component.licence}`];
  const texts = component.texts.map(({ title, text }) => {
    const first = seen.get(text);
    if (first !== undefined) {
      return `${title}: the text that stands at ${first}`;
    }
    seen.set(text, name);
    return `${title}:\n\n${text}`;
  });
  return [about.filter((part) => part).join("\n"), ...texts].join("\n\n");
}
