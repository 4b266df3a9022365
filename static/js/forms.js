/* Starts the design system's scripts on pages that name one in data-module: conditional radios and checkboxes, file upload, tabs. */
import { Checkboxes, FileUpload, Radios, Tabs, createAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("govuk-frontend-supported");
[Checkboxes, FileUpload, Radios, Tabs].forEach((component) => createAll(component));
