import type {Answers} from './answers.js';

/** Two parameters of Azure Dev Spaces that stood beside all others in answers and plans of version 0.1. */
export type OlderAnswers = {
	readonly endpoint?: string | null | undefined;
	readonly dataplaneFqdn?: string | null | undefined;
};

/** The parameters of a file of any version. */
export function parametersOf({
	endpoint,
	dataplaneFqdn,
	parameters,
}: OlderAnswers & {readonly parameters?: Answers['parameters'] | undefined}): Answers['parameters'] {
	return {
		...(typeof endpoint === 'string' ? {endpoint} : {}),
		...(typeof dataplaneFqdn === 'string' ? {'dataplane-fqdn': dataplaneFqdn} : {}),
		...parameters,
	};
}
