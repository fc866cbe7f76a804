import * as z from "zod";
import { declareRoute } from "./route.ts";

const getOpenapi = declareRoute({
  method: "GET",
  path: "/api/openapi.json",
  access: "public",
  summary: "Returns this API description",
  answer: z.looseObject({ openapi: z.string() }),
  status: 200,
  errors: [],
});

export const openapiRoutes = { getOpenapi };
