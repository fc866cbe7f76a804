import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/surfaces.css";
import "./styles/shell.css";
import { render } from "preact";
import { App } from "./shell/app.tsx";
import { startRouter } from "./shell/router.ts";
import { startSession } from "./shell/session-model.ts";
import { startShortcuts } from "./shell/shortcuts.ts";
import { startTheme } from "./shell/theme.ts";

startTheme();
startRouter();
startShortcuts();
startSession();
render(<App />, document.getElementById("app")!);
