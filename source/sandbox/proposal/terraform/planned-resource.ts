import type {Json, JsonObject} from '../../json.js';

/** A resource of a plan or a state, with what is not told marked ({@link file://./../unread-value.ts}). */
export type PlannedResource = {
	/** `module.net["hub"].azurerm_subnet.aks[0]` */
	readonly address: string;
	/** `module.net["hub"]`, empty at the root. */
	readonly module: string;
	readonly type: string;
	/** The key of `for_each` or the number of `count`. */
	readonly index: Json | undefined;
	/** In a plan undefined before it is made; a state says one side only, as what is to be. */
	readonly before: JsonObject | undefined;
	readonly after: JsonObject | undefined;
	/** Made anew: what it was says nothing of what it will be. */
	readonly isReplaced: boolean;
	/** Attributes that the provider computes and that are known only after it was applied, at its top. */
	readonly computed: readonly string[];
	/** Whether its configuration sets an attribute; of a state that is not known. */
	readonly isSet: (attribute: string) => boolean;
};
