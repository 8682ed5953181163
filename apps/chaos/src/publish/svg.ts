/** Text as it may stand in an element or an attribute. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One line of text whose baseline begins there. */
export const drawText = (style: string, x: number, y: number, text: string): string =>
  `  <text class="${style}" x="${x}" y="${y}">${escapeXml(text)}</text>`;

/** A whole number with thousands apart. */
export const toCount = (value: number): string => value.toLocaleString('en-US');

// No ground of its own: colours have enough contrast on GitHub's white and near-black; text follows the reader's scheme.
export const STYLE = `
    text { font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328 }
    .head { font-size: 20px; font-weight: 600 }
    .title, .run { font-size: 14px; font-weight: 600 }
    .note, .count, .column { fill: #59636e; font-size: 12px }
    .label, .seconds, .column { text-anchor: end }
    .count, .seconds, .big { font-variant-numeric: tabular-nums }
    .seconds { font-size: 12px }
    .thin { font-size: 9.5px }
    .big { font-size: 26px; font-weight: 600 }
    .good { fill: #1f7a4d }
    .bad { fill: #cf222e }
    .redis { fill: #bf6a02 }
    .postgres { fill: #2f6fab }
    .line { stroke: #8c959f; stroke-width: 1; opacity: .5 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .note, .count, .column { fill: #9198a1 }
      .good { fill: #3fb97f }
      .bad { fill: #ff7b72 }
      .redis { fill: #e3a04a }
      .postgres { fill: #58a6ff }
    }`;
