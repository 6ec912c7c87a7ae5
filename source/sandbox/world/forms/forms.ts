import type {JsonObject} from '../../json.js';
import {azForm} from './az-form.js';
import {azResourceForm} from './az-resource-form.js';
import type {ListForm, ResourceForm} from './form.js';
import {powershellForm} from './powershell-form.js';
import {resourceGraphAnswer, resourceGraphForm} from './resource-graph-form.js';
import {restForm} from './rest-form.js';

/** In the order in which they are asked; the last one takes what no other does. */
export const resourceForms: readonly ResourceForm[] = [
	powershellForm,
	resourceGraphForm,
	azResourceForm,
	azForm,
	restForm,
];

export const listForms: readonly ListForm[] = [resourceGraphAnswer];

export function formOf(resource: JsonObject): ResourceForm {
	return resourceForms.find(form => form.fits(resource)) ?? restForm;
}
