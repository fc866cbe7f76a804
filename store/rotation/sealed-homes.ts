/** Every place where sealed texts live. What seals texts somewhere else adds its place here, or a key that was rotated out takes them along. */
import { deploymentHome, endpointHome } from "./endpoint-homes.ts";
import { profileHome } from "./profile-home.ts";
import { modelHome } from "./model-home.ts";
import type { SealedHome } from "./sealed-home.ts";
import { telemetryHome } from "./telemetry-home.ts";
import { variableHome } from "./variable-home.ts";

export const sealedHomes: readonly SealedHome[] = [variableHome, endpointHome, deploymentHome, profileHome, modelHome, telemetryHome];
