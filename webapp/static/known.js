// Known people 已知的人: choosing a name from the settings' list writes the post beside it.

function postOf(name) {
  const options = document.getElementById("known-staff")?.options ?? [];
  return [...options].find((option) => option.value === name)?.label ?? "";
}

function chosen(event) {
  const field = event.target;
  if (field.getAttribute?.("list") !== "known-staff") return;
  // letters typed one after another may pass a shorter name: only a choice or the end counts
  if (event.type === "input" && event.inputType && event.inputType !== "insertReplacementText") return;
  const post = field.form?.elements.namedItem(field.name.replace(/[^.]+$/, "职务"));
  const words = postOf(field.value);
  if (!post || post.value || !words || words === field.value) return;
  post.value = words;
  post.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", chosen);
document.addEventListener("change", chosen);
