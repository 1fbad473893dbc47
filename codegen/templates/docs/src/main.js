// Starts everything. What the page is without this file is still the whole document.

import { startConsole } from "./console.js";
import { gather } from "./dom.js";
import { startMenu, startPlace, startSchemas, startTheme, startUses } from "./reader.js";
import { startSamples } from "./samples.js";
import { startSearch } from "./search.js";

gather();
startTheme();
startMenu();
startSchemas();
startUses();
startSamples(startConsole());
startSearch();
startPlace();

// What was filled in above the place that the address names has moved it.
if (location.hash !== "") document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ behavior: "instant" });
