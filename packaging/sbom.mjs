// The bill of materials as CycloneDX 1.6 JSON; the same components give the same bytes.
import { createHash } from "node:crypto";

export function sbomOf(components, version, platform, seconds) {
  const self = { type: "application", "bom-ref": "proteomics-annotator", name: "Proteomics Annotator", version };
  const body = {
    metadata: {
      timestamp: new Date(seconds * 1000).toISOString(),
      component: { ...self, licenses: [{ license: { id: "MIT" } }], properties: [{ name: "platform", value: platform }] },
    },
    components: components.map(entryOf),
    dependencies: [{ ref: self["bom-ref"], dependsOn: components.map(refOf) }],
  };
  const head = { bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`, version: 1 };
  return `${JSON.stringify({ ...head, ...body }, null, 2)}\n`;
}

const refOf = (component) => `pkg:${component.kind}/${component.name}@${component.version}`;

const entryOf = (component) => ({
  type: "library",
  "bom-ref": refOf(component),
  name: component.name,
  version: component.version,
  purl: refOf(component),
  hashes: [{ alg: "SHA-512", content: component.sha512 }],
  licenses: [licenceOf(component)],
  ...(component.copyright ? { copyright: component.copyright } : {}),
});

/** An id of SPDX alone is one licence; several, and what has no id, are an expression; everything else is in the notices. */
function licenceOf({ licence, name }) {
  if (licence !== null && (/ (OR|AND|WITH) /.test(licence) || licence.startsWith("LicenseRef-"))) {
    return { expression: licence };
  }
  return { license: licence !== null && /^[A-Za-z0-9.+-]+$/.test(licence) ? { id: licence } : { name: `see THIRD-PARTY-NOTICES.txt: ${name}` } };
}

/** Of the content, in the form of a name-based UUID (RFC 9562, version 8). */
function uuidOf(text) {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
