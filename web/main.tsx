import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/surfaces.css";
import "./styles/shell.css";
import { render } from "preact";
import { startBeginCommands } from "./first-steps/begin-commands.ts";
import { App } from "./shell/app.tsx";
import { startRouter } from "./shell/router.ts";
import { startSession } from "./shell/session-model.ts";
import { startShortcuts } from "./shell/shortcuts.ts";
import { startTheme } from "./shell/theme.ts";

startTheme();
startRouter();
startShortcuts();
startSession();
startBeginCommands();
render(<App />, document.getElementById("app")!);
