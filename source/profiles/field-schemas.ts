import {z} from 'zod';
import {type AddressSet, parseAddressExpression} from '../network/address-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import {anyPort, type PortSet, parsePorts} from '../network/port-set.js';

/** Profiles come from anywhere and are printed on terminals, so control characters never get in. */
const printable = z
	.string()
	.regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'has control characters in it; a profile holds printable text only.');

export const sentence = printable.min(1).max(700);

/** The name or path of another profile. */
export const printableText = printable.min(1).max(500);

export const word = printable.min(1).max(100);

/** The name of a Kubernetes object; `*` stands for anything where names are matched. */
export const objectName = printable.min(1).max(253);

/** `Deployment/web` */
export const workloadName = z
	.string()
	.max(320)
	.regex(/^[A-Z][A-Za-z]*\/[a-z0-9][a-z0-9.-]*$/, 'is not a workload, like Deployment/web.');

/** The name of an Azure resource (naming rules: 80 characters at most). */
export const resourceName = printable.min(1).max(80);

export const id = z
	.string()
	.max(60)
	.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'is not an id: lower-case words joined by hyphens, like `pull-images`.');

export const date = z.iso.date('is not a date; write it as 2020-01-31.');

/**
 * How sure it is that something is needed, and how much depends on it: a source says so (`required`), it follows from one
 * (`inferred`), only a feature is lost without it (`optional`), nobody could verify it (`unverified`: blocked is then a
 * doubt), or it was needed once (`retired`: nothing is asked any more). `stated` is an older word for `required`.
 */
const confidence = z
	.enum(['required', 'stated', 'inferred', 'optional', 'unverified', 'retired'])
	.transform(word => (word === 'stated' ? 'required' : word))
	.default('required');

/** A page, the revision of it that was read (a commit, a version, a date of its own), and when that was current. */
export const cited = {source: sentence, revision: word.optional(), date} as const;

/** Every fact says where it was read, in which revision, when that text was current, and whether the text really says it. */
export const evidence = {
	...cited,
	confidence,
} as const;

/** Kubernetes labels: a value, or several of which one must be there. */
export const labels = z
	.record(
		printable.min(1).max(317),
		z.union([printable.max(63), z.array(printable.max(63)).min(1)], 'is neither a label value nor a list of them.'),
	)
	.transform(
		(record): LabelSelector =>
			Object.entries(record).map(([key, values]) => ({
				key,
				operator: 'In',
				values: typeof values === 'string' ? [values] : values,
			})),
	);

/** DNS names, `*` for what is not known, and `{region}` for the cluster's location. */
export const namePattern = z
	.string()
	.max(253)
	.regex(
		/^(?:\*|(?:[a-z0-9*_-]|\{region\})+(?:\.(?:[a-z0-9*_-]|\{region\})+)+)$/,
		'is not a DNS name; write it in lower case, without scheme, port or path.',
	);

/** A service tag, `{region}` for the cluster's location (`AzureCloud.{region}`, `AzureDevSpaces.{region}`). */
export const tagName = z
	.string()
	.max(100)
	.regex(
		/^[A-Za-z][A-Za-z0-9]*(?:\.(?:[A-Za-z0-9]+|\{region\}))?$/,
		'is not a service tag, like `AzureCloud.{region}`.',
	);

export const addressExpression = z.string().transform((text, context): AddressSet => {
	const result = parseAddressExpression(text);
	if (result.ok) {
		return result.value;
	}

	context.addIssue({code: 'custom', message: result.problem});
	return z.NEVER;
});

/** Ports as text or a number, or the ports that the pods at the other end declare. */
export const portsField = z
	.union([z.string(), z.number()], 'is neither a port, a list like 80,443, `*` nor `declared`.')
	.transform((value, context): PortSet | 'declared' => {
		if (value === 'declared') {
			return value;
		}

		if (value === '*') {
			return anyPort;
		}

		const result = parsePorts(String(value).replaceAll(/,\s+/g, ','));
		if (result.ok) {
			return result.value;
		}

		context.addIssue({code: 'custom', message: result.problem});
		return z.NEVER;
	});
