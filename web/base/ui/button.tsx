import type { ButtonHTMLAttributes, ComponentChildren, TargetedMouseEvent } from "preact";
import { Icon, type IconName } from "./icons.tsx";

type ButtonProps = Omit<ButtonHTMLAttributes, "disabled" | "type" | "class" | "onClick" | "role"> & {
  kind?: "plain" | "main" | "danger" | "warning" | "quiet";
  icon?: IconName;
  /** While work is in progress, the button stays in place, shows it, and ignores a second click. */
  busy?: boolean | undefined;
  type?: "button" | "submit";
  disabled?: boolean | undefined;
  class?: string;
  onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => void;
  children?: ComponentChildren;
};

export function Button({
  kind = "plain",
  icon,
  busy = false,
  type = "button",
  disabled,
  children,
  class: extra,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      class={`button button-${kind} ${extra ?? ""}`}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that shows only its icon; its label is read aloud and shown on hover. */
export function IconButton({ label, icon, ...rest }: Omit<ButtonProps, "children" | "icon"> & { label: string; icon: IconName }) {
  return <Button kind="quiet" {...rest} icon={icon} class={`icon-button ${rest.class ?? ""}`} aria-label={label} title={label} />;
}
