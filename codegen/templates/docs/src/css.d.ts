// A style is a text to the script that imports it.
declare module "*.css" {
  const text: string;
  export default text;
}
