/** What stands where something was taken out of a text. */
export const mark = 'MASKED';

/**
 * A URL inside a text, with its query and its fragment. Nothing that decides about a network reads those, and signatures
 * and keys stand in them.
 */
const url = /((?:\b[a-z][a-z\d+.-]{0,30}:)?\/\/)([^\s"'<>?#]*)(\?[^\s"'<>#]*)?(#[^\s"'<>]*)?/gi;

/**
 * What stands before the host. A password that nobody encoded may hold a slash: then what looks like a port is none, and
 * the user-info ends at the last `@`.
 */
const userInfo = /^(?:[^/]*@|[^/@]*:(?!\d*(?:\/|$)).*@)/s;

/** `user:password@host`, which proxies are named by, too; not `image@sha256:…`. Bounded, as texts may be of any length. */
const bareUserInfo = /(?<![\w/@:.-])[^\s/@:"'<>]{1,256}:[^\s/@"'<>]{0,256}@(?=[\w.-])(?!sha\d+:)/gi;

/** Secrets that have a form of their own, whatever field they stand in. */
const secrets: readonly RegExp[] = [
	/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
	// A token (RFC 7519): two parts in base64 that begin as JSON does, and a signature.
	/\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g,
	/(?<=\b(?:bearer|basic)\s+)[\w+/=.~-]{8,}/gi,
	/(?<=\b(?:(?:account|shared|shared_?access|access|api|primary|secondary|private|secret)[-_]?key|shared_?access_?signature|password|passwd|pwd|(?:client|app)?[-_]?secret|(?:access|refresh|sas|auth)?[-_]?token|sig|signature)(?:\s*=\s*|:\s+))(?!MASKED)[^\s;,&"']+/gi,
	// By the prefixes their issuers give them: AWS, GitHub, GitLab, Slack, npm, Google, OpenAI, Docker, SendGrid.
	/\b(?:A(?:KIA|SIA)[A-Z\d]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|npm_[A-Za-z\d]{36}|AIza[\w-]{35}|sk-[\w-]*T3BlbkFJ[\w-]+|dckr_pat_[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})\b/g,
	// The signature of an Azure function or a webhook is the path itself.
	/(?<=\/\/hooks\.slack\.com\/)[^\s"'<>]+|(?<=\.webhook\.office\.com\/)[^\s"'<>]+/gi,
];

/** A text without what lets somebody in; the same text when there is nothing of the kind. */
export function stripText(text: string): string {
	const plain = text
		.replaceAll(url, (_, scheme: string, rest: string) => `${scheme}${rest.replace(userInfo, '')}`)
		.replaceAll(bareUserInfo, '');
	return secrets.reduce((rest, secret) => rest.replaceAll(secret, mark), plain);
}

/** An image without whoever may pull it, and without a query; the digest stays. */
export function stripImage(image: string): string {
	return stripText(image).replace(/[?#].*$/s, '');
}
