import type {Json, JsonObject} from '../../../json.js';

/**
 * Where the attributes of one type of Terraform's azurerm provider stand in ARM, as far as they are called otherwise than
 * in snake case. Source: the page of the type and its schema in hashicorp/terraform-provider-azurerm (website/docs/r and
 * internal/services) at v3.117.1, v4.81.0 and v5.2.0; every name here is in one of them. What a page has and no table does
 * decides nothing about packets.
 */
export type Mapping = {
	/** In ARM. */
	readonly type: string;
	/** Attributes with the names in the id, from the outer to the inner; `name` where not given. */
	readonly names?: readonly string[];
	/** Attributes of which one may hold the id of what it stands in. */
	readonly parent?: readonly string[];
	/** The attribute with the id of the resource that it says a part of: an association. */
	readonly of?: string;
	/** It says a part of the resource that `names` leads to. */
	readonly partial?: true;
	readonly rules?: Rules;
	/** Nothing is taken but what the rules name: of types that hold secrets. */
	readonly onlyRules?: true;
	/** In place of rules, where ARM says it in another form. */
	readonly body?: (values: JsonObject) => JsonObject;
	/** What it makes besides, by the id of it. */
	readonly children?: (values: JsonObject) => readonly {readonly path: string; readonly body: JsonObject}[];
	/** What the provider computes and what decides: what it is can be told by nobody before. */
	readonly decides?: readonly string[];
	/** Blocks that are resources of their own as well, by the type that these have. A set that is not known may hold any. */
	readonly besides?: Readonly<Record<string, string>>;
};

export type Rules = Readonly<Record<string, Rule>>;

/**
 * Where it stands: `a.b`; `a[]` where the block is one of a list; `a[].b` for a list of texts of which ARM makes objects.
 * Empty for what is left out.
 */
export type Rule =
	| string
	| {readonly to: string; readonly in?: Rules; readonly value?: (value: Json) => Json | undefined};
