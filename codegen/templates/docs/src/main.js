// Starts everything. What the page is without this file is still the whole document.

import { startConsole } from "./console.js";
import { el, gather } from "./dom.js";
import style from "./live.css";
import { startMenu, startPlace, startSchemas, startTheme, startUses } from "./reader.js";
import { startSamples } from "./samples.js";
import { startSearch } from "./search.js";

document.head.append(el("style", {}, style));
gather();
startTheme();
startMenu();
startSchemas();
startUses();
startSamples(startConsole());
startSearch();
startPlace();

// What was filled in above the place that the address names has moved it.
document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
document.documentElement.dataset.ready = "";
