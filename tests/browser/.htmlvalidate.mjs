// The recommended rules of html-validate, but for two that say more than HTML does.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Ids are slugs and may begin with a digit or be of any script; HTML forbids only blanks.
    "valid-id": ["error", { relaxed: true }],
    // A dispatch's title is as long as its institute made it, and stands whole in the title bar.
    "long-title": "off",
  },
};
