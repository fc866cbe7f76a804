import { Component, type ComponentChildren } from "preact";
import { problemOf } from "../base/api/problem.ts";
import { Button } from "../base/ui/button.tsx";
import { labels } from "../base/labels.ts";
import { ProblemNotice } from "../base/ui/states.tsx";

interface Props {
  /** The address: another page gets a new chance. */
  at: string;
  children: ComponentChildren;
}

/** Says that a page failed to draw, where it would otherwise vanish. */
export class PageBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  override componentDidCatch(error: unknown) {
    // Reported as uncaught, so that tools that watch the page's errors see it.
    reportError(error);
    this.setState({ error });
  }

  override componentDidUpdate(before: Props) {
    if (before.at !== this.props.at && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div class="page">
        <ProblemNotice
          problem={problemOf(this.state.error)}
          action={
            <>
              <Button icon="refresh" onClick={() => location.reload()}>
                {labels.common.reload}
              </Button>
              <a class="button" href="/">
                {labels.notFound.action}
              </a>
            </>
          }
        />
      </div>
    );
  }
}
