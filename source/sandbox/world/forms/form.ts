import type {Json, JsonObject} from '../../json.js';

/** A shape in which people have Azure's answers, and how it becomes the one that the REST API has. */
export type Form = {
	/** What a file of it is taken for, to stand after "resources". */
	readonly title: string;
	/** Commands that print it; the first one is recommended. */
	readonly commands: readonly [string, ...string[]];
	/** What cannot be told from it, for docs/worlds.md. */
	readonly lost: string;
};

/** A form of single resources. */
export type ResourceForm = Form & {
	/** Told by the shape alone; the first form of the list that says yes has it. */
	readonly fits: (resource: JsonObject) => boolean;
	/** Throws a `UserError` where the form has lost what decides. */
	readonly toRest: (resource: JsonObject, where: string) => JsonObject;
};

/** A form of lists: what is wrapped around the resources. */
export type ListForm = Form & {
	/** The resources in it; undefined where it is something else. */
	readonly unwrap: (value: JsonObject) => readonly Json[] | undefined;
};
