import type {Json, JsonObject} from '../../source/sandbox/json.js';

type Planned = {
	readonly address: string;
	readonly before?: JsonObject | undefined;
	readonly after?: JsonObject | undefined;
	readonly unknown?: JsonObject;
	readonly sensitive?: JsonObject;
	readonly index?: string | number;
	/** Of its configuration; several instances have one. */
	readonly expressions?: JsonObject;
};

/** A plan of resources at the root, as `terraform show -json` prints it. */
export function terraformPlan(planned: readonly Planned[], more: JsonObject = {}): JsonObject {
	const configured = planned.map(({address, expressions = {}}) => ({
		address: address.replace(/\[.*$/, ''),
		...namesOf(address),
		expressions,
	}));
	return {
		format_version: '1.2',
		terraform_version: '1.9.5',
		resource_changes: planned.map(({address, before, after, unknown = {}, sensitive = {}, index}) => ({
			address,
			...namesOf(address),
			...(index === undefined ? {} : {index}),
			provider_name: 'registry.terraform.io/hashicorp/azurerm',
			change: {
				actions: actionsOf(before, after),
				before: before ?? null,
				after: after ?? null,
				after_unknown: unknown,
				before_sensitive: {},
				after_sensitive: sensitive,
			},
		})),
		configuration: {
			root_module: {resources: [...new Map(configured.map(resource => [resource.address, resource])).values()]},
		},
		...more,
	};
}

/** The expression of an attribute that is made of references. */
export function refersTo(...references: readonly string[]): Json {
	return {references: references.flatMap(reference => [reference, reference.replace(/\.[^.]+$/, '')])};
}

function namesOf(address: string) {
	const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.').slice(-2);
	return {mode: 'managed', type, name};
}

function actionsOf(before: JsonObject | undefined, after: JsonObject | undefined): readonly string[] {
	if (before === undefined) {
		return ['create'];
	}

	return after === undefined ? ['delete'] : ['update'];
}
