import {UserError} from '../../errors.js';
import type {PageExtract} from '../../profiles/pages/page-extract.js';
import type {PageNow, PageReader} from '../../profiles/pages/renew-extract.js';
import {isList, text} from '../../topology/json.js';
import type {Json} from '../../topology/world.js';

/** What of `fetch` is needed; tests give a page of their own. */
export type Fetch = (
	address: string,
	options: {readonly headers: Readonly<Record<string, string>>},
) => Promise<Response>;

type Commit = {readonly sha: string; readonly date: string};

/** Answers are pages, not downloads; a wrong one must not take the machine's memory. */
const longestPage = 4 * 1024 * 1024;

/** Reads pages where their vendors keep them: GitHub's list of commits and its files as they are, or an address. */
export function readPages(fetch: Fetch): PageReader {
	return page => ('url' in page.place ? readAddress(fetch, page.place.url) : readRepository(fetch, page.place));
}

async function readAddress(fetch: Fetch, address: string): Promise<PageNow | undefined> {
	const page = await read(fetch, address);
	return page === undefined ? undefined : {texts: [page]};
}

async function readRepository(
	fetch: Fetch,
	{repository, branch, paths}: Extract<PageExtract['place'], {paths: unknown}>,
): Promise<PageNow | undefined> {
	const branched = branch === undefined ? '' : `&sha=${encodeURIComponent(branch)}`;
	const commits: Commit[] = [];
	for (const path of paths) {
		const list = `https://api.github.com/repos/${repository}/commits?per_page=1&path=${encodeURIComponent(path)}${branched}`;
		const commit = youngest(await read(fetch, list), list);
		if (commit === undefined) {
			return undefined;
		}

		commits.push(commit);
	}

	const [last] = commits.toSorted((a, b) => b.date.localeCompare(a.date));
	const texts = await Promise.all(
		paths.map((path, index) =>
			read(fetch, `https://raw.githubusercontent.com/${repository}/${commits[index]?.sha}/${path}`),
		),
	);
	const whole = texts.filter(page => page !== undefined);
	return last === undefined || whole.length < texts.length
		? undefined
		: {revision: last.sha.slice(0, 8), date: last.date.slice(0, 10), texts: whole};
}

/** The first commit of GitHub's list; undefined when it is empty. */
function youngest(answer: string | undefined, address: string): Commit | undefined {
	const list = parseJson(answer ?? '[]');
	if (isList(list) && list.length === 0) {
		return undefined;
	}

	const first = isList(list) ? list[0] : undefined;
	const [sha, date] = [text(first, 'sha'), text(first, 'commit', 'committer', 'date')];
	if (sha === undefined || date === undefined) {
		throw new UserError('usage', `What ${address} answers is no list of commits.`, {next: ['Try again later.']});
	}

	return {sha, date};
}

function parseJson(answer: string): Json | undefined {
	try {
		return JSON.parse(answer);
	} catch {
		return undefined;
	}
}

/** The text at an address; undefined when nothing is there. */
async function read(fetch: Fetch, address: string): Promise<string | undefined> {
	let response: Response;
	try {
		response = await fetch(address, {headers: {'user-agent': 'aksess', accept: '*/*'}});
	} catch (error) {
		throw new UserError('usage', `${address} does not answer.`, {
			cause: error,
			next: ['Look at the network of this machine, or leave out --online to compare with what is shipped.'],
		});
	}

	if (response.status === 404 || response.status === 410) {
		return undefined;
	}

	if (!response.ok) {
		throw new UserError('usage', `${address} answers with ${response.status}.`, {
			next: ['GitHub answers 60 questions an hour to who is not signed in. Try again later.'],
		});
	}

	return readBody(response, address);
}

async function readBody({body}: Response, address: string): Promise<string> {
	const decoder = new TextDecoder();
	let page = '';
	let bytes = 0;
	for await (const part of body ?? []) {
		bytes += part.length;
		if (bytes > longestPage) {
			throw new UserError('usage', `${address} has more than ${longestPage} bytes, more than a page can have.`, {
				next: ['Look whether the page was moved.'],
			});
		}

		page += decoder.decode(part, {stream: true});
	}

	return page + decoder.decode();
}
