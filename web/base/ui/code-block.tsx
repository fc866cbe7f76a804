import { CopyButton } from "./copy-button.tsx";

/** Code or JSON to read and to copy. It scrolls, so it can be reached by keyboard. */
export function CodeBlock({ text, label, copyLabel }: { text: string; label: string; copyLabel: string }) {
  return (
    <div class="code">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
      <div class="code-copy">
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}
