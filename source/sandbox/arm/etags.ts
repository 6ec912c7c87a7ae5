import {type JsonObject, textAt} from '../json.js';
import {guidFrom, type Store} from '../store.js';

/** How a provider writes its etags: `W/"…"`, the bare guid, or (clusters) the bare guid as `eTag`. */
export type EtagStyle = 'weak-etag' | 'etag' | 'eTag';

export function withNewEtag(store: Store, resource: JsonObject, style: EtagStyle = styleOf(resource)): JsonObject {
	const guid = guidFrom('etag', store.nextRevision());
	switch (style) {
		case 'eTag': {
			// Some clusters carry both spellings; every one that was there is kept in step.
			return {...resource, eTag: guid, ...(resource['etag'] !== undefined && {etag: guid})};
		}

		case 'etag': {
			return {...resource, etag: guid};
		}

		case 'weak-etag': {
			return {...resource, etag: `W/"${guid}"`};
		}
	}
}

export function etagOf(resource: JsonObject | undefined): string {
	return textAt(resource, 'eTag') || textAt(resource, 'etag');
}

/** As a header it is always quoted. */
export function etagHeader(resource: JsonObject): Readonly<Record<string, string>> {
	const etag = etagOf(resource);
	return etag === '' ? {} : {etag: etag.includes('"') ? etag : `"${etag}"`};
}

/** Without the marks that clients keep or drop. */
export function bareEtag(etag: string): string {
	return etag.replace(/^W\//, '').replaceAll('"', '');
}

function styleOf(resource: JsonObject): EtagStyle {
	if (resource['eTag'] !== undefined) {
		return 'eTag';
	}

	return textAt(resource, 'etag').startsWith('W/') ? 'weak-etag' : 'etag';
}
