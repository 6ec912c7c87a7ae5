import type {AddressSet} from '../network/address-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {PortSet} from '../network/port-set.js';

/**
 * What a workload needs to reach and to be reached by, as data (docs/profiles.md): the value that a profile's text
 * stands for, defaults filled in. The schema that reads the text is held to these types (profile-schema.ts).
 */
export type Profile = {
	readonly schemaVersion: 1;
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly status: ProfileStatus;
	/** Other profiles, by name or by path from this file; their rows count as rows of this one. */
	readonly includes: readonly string[];
	/** What tells that the workload is on a cluster; each sign is enough. */
	readonly detect: readonly Sign[];
	/** The editions of the text the requirements were taken from; the parameter `revision` chooses between them. */
	readonly revisions: readonly ({readonly id: string; readonly title: string} & Cited)[];
	readonly parameters: Readonly<Record<string, Parameter>>;
	/** What conditions and `detect` may ask beside the facts of every cluster. */
	readonly facts: Readonly<Record<string, OwnFact>>;
	/** How namespaces become spaces that route to each other. */
	readonly spaces?: {readonly label: string; readonly value: string; readonly parentLabel: string} | undefined;
	readonly addressSets: Readonly<Record<string, AddressSource>>;
	readonly notes: readonly string[];
	readonly requirements: readonly Requirement[];
};

type ProfileStatus =
	| ({readonly state: 'current'} & Cited)
	/** Shown with everything the profile says: nobody should prepare a network for a service that is gone. */
	| ({readonly state: 'retired'; readonly since: string; readonly text: string} & Cited);

/** A page, the revision of it that was read, and when that was current. */
export type Cited = {
	readonly source: string;
	/** A commit, a version, or the date that the page bears. */
	readonly revision?: string | undefined;
	/** `2020-01-31`, as every date here. */
	readonly date: string;
};

export type Parameter =
	| {
			readonly kind: 'choice';
			readonly title: string;
			readonly question: string;
			readonly choices: readonly {readonly value: string; readonly title: string}[];
			readonly default?: string | undefined;
			/** Taken as long as nobody answers, and a doubt in everything that depends on it. */
			readonly assumed?: string | undefined;
	  }
	| {
			readonly kind: 'name';
			readonly title: string;
			readonly question: string;
			/** What an answer must fit. */
			readonly pattern: string;
			/** A JSON file in the home folder that may hold the answer, and the field of it. */
			readonly file?: {readonly path: string; readonly field: string} | undefined;
	  };

/** Something that is told by a resource of Azure which names the cluster. */
export type OwnFact = {
	/** `Microsoft.DevSpaces/controllers`, in the cluster's resource group. */
	readonly type: string;
	readonly apiVersion: string;
	/** The property that holds the cluster's id. */
	readonly cluster: string;
	/** The property that says it, and what it may say, in lower case. */
	readonly property: string;
	readonly values: readonly string[];
};

/** Where a fact was read, when that text was current, and whether the text really says it (docs/profiles.md). */
type Sourced = Cited & {
	readonly confidence: 'required' | 'inferred' | 'optional' | 'unverified' | 'retired';
};

export type AddressSource = Sourced & {
	readonly title: string;
	/** The service tag that holds them; what the world's own tag list says goes before everything here. */
	readonly tag?: string | undefined;
	readonly addresses?: readonly AddressSet[] | undefined;
	/** The tag as it was when the profile was written, by region. */
	readonly tagCopy?:
		| {
				readonly source: string;
				readonly date: string;
				readonly regions: Readonly<Record<string, readonly AddressSet[]>>;
		  }
		| undefined;
	/** A list that somebody published beside the tag. */
	readonly published?:
		| {
				readonly title: string;
				readonly source: string;
				readonly withdrawn?: string | undefined;
				readonly regions: Readonly<
					Record<string, {readonly date: string; readonly commit: string; readonly addresses: readonly AddressSet[]}>
				>;
		  }
		| undefined;
};

export type Requirement = Sourced & {
	readonly id: string;
	readonly title: string;
	readonly purpose: string;
	/** Further pages that the row rests on. */
	readonly also?: readonly Cited[] | undefined;
	/** What is lost without something optional. */
	readonly feature?: string | undefined;
	/** Since when something is retired. */
	readonly since?: string | undefined;
	readonly when: Conditions;
	readonly from?: RequirementFrom | undefined;
	/** One, or alternatives: the first whose conditions hold and that is found in the cluster. */
	readonly to: readonly RequirementTo[];
	/** Between pods: the way back can be opened by the other side too. */
	readonly bothWays: boolean;
	readonly protocol: 'tcp' | 'udp';
	/** `declared`: those that the pods at the other end name. */
	readonly ports?: PortSet | 'declared' | undefined;
	readonly notes: readonly {readonly when?: Conditions | undefined; readonly text: string}[];
};

/** A fact or a parameter with the values it may have, or may not have. */
export type Condition = {
	readonly parameter?: string | undefined;
	readonly fact?: string | undefined;
	readonly in?: readonly string[] | undefined;
	readonly not?: readonly string[] | undefined;
	readonly otherwise?: string | undefined;
};

/** All must hold. */
export type Conditions = readonly Condition[];

type PodFields = {
	readonly namespace?: string | undefined;
	readonly notNamespace?: string | undefined;
	readonly namespaceLabels?: LabelSelector | undefined;
	readonly labels?: LabelSelector | undefined;
	readonly name?: string | undefined;
	/** `Deployment/web` */
	readonly workload?: string | undefined;
};

type SpaceRole = 'any' | 'parent' | 'child';

export type RequirementFrom =
	/** The nodes themselves: image pulls, kubelet. */
	| {readonly kind: 'nodes'}
	/** Nodes and pods; network policies are asked for the selected pods. */
	| {readonly kind: 'cluster'; readonly pods?: PodFields | undefined}
	| ({readonly kind: 'pods'} & PodFields)
	| {readonly kind: 'space-pods'; readonly role: SpaceRole}
	| {readonly kind: 'addresses'; readonly set: string}
	/** What is in one subnet of a network that was read. */
	| {readonly kind: 'subnet'; readonly name: string; readonly network?: string | undefined}
	| {readonly kind: 'internet'}
	/** Developers' machines. */
	| {readonly kind: 'machines'}
	/** Calls from the API server to webhooks and aggregated APIs. */
	| {readonly kind: 'api-server'};

/** Where the addresses of a name may lie: outside every service tag, in the tag given, or nobody knows. */
type Hosting = {
	readonly hosting: 'outside-azure' | 'service-tag' | 'unknown';
	readonly tag?: string | undefined;
	/** The source says that the name is in the tag; without it only resolving the name can tell. */
	readonly surely?: true | undefined;
};

export type RequirementTo = {readonly when?: Conditions | undefined} & (
	| ({readonly kind: 'name'; readonly name: string; readonly parameter?: string | undefined} & Hosting)
	| ({readonly kind: 'names'; readonly names: readonly string[]} & Hosting)
	/** Each registry of this form that images of running pods come from. */
	| ({readonly kind: 'image-registries'; readonly name: string; readonly parameter?: string | undefined} & Hosting)
	| {readonly kind: 'addresses'; readonly set: string}
	| ({readonly kind: 'pods'} & PodFields)
	| {readonly kind: 'space-pods'; readonly role: SpaceRole}
	/** A service of type LoadBalancer, by namespace or by one of several names and labels. */
	| {
			readonly kind: 'service';
			readonly namespace?: string | undefined;
			readonly match?:
				| readonly {readonly name?: string | undefined; readonly labels?: LabelSelector | undefined}[]
				| undefined;
	  }
	/** Node ports and host ports: the nodes themselves. */
	| {readonly kind: 'nodes'}
	| {readonly kind: 'api-server'}
	/** So many more addresses in the subnet that pods take theirs from. */
	| {readonly kind: 'pod-subnet'; readonly count: number}
	/** The workload does not work on private clusters. */
	| {readonly kind: 'public-api-server'}
);

/** One kind of the vocabulary: `To<'service'>`. */
export type To<Kind extends RequirementTo['kind']> = Extract<RequirementTo, {kind: Kind}>;

export type From<Kind extends RequirementFrom['kind']> = Extract<RequirementFrom, {kind: Kind}>;

/** What tells that a workload is there. */
export type Sign =
	/** There is a cluster at all. */
	| {readonly kind: 'cluster'}
	| {
			readonly kind: 'fact';
			readonly fact: string;
			readonly in?: readonly string[] | undefined;
			readonly not?: readonly string[] | undefined;
	  }
	/** Registry first, without tag and digest; `*` for any run of characters. */
	| {readonly kind: 'image'; readonly image: string}
	| {readonly kind: 'pods'; readonly namespace?: string | undefined; readonly labels: LabelSelector}
	| {readonly kind: 'namespace'; readonly name: string}
	| {
			readonly kind: 'service';
			readonly namespace?: string | undefined;
			readonly name?: string | undefined;
			readonly labels?: LabelSelector | undefined;
	  };
