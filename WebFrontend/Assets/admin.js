// The pages for admins: what they show is kept up to date.
import { startLive } from "./live.js";

startLive();
