// Unpacks the page's data and its script, and runs the script. The page's policy names the hash of what comes out.
const unpack = (/** @type {string} */ id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id)?.textContent ?? ""), (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
};
const script = document.createElement("script");
const data = document.getElementById("data");
if (data !== null) data.textContent = await unpack("data");
script.type = "module";
script.textContent = await unpack("packed");
document.body.append(script);
