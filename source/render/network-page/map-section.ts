import type {Verdict} from '../../controls/verdict.js';
import {pluralize} from '../../plan/pluralize.js';
import {countPassings, type MapPlace, type NetworkMap} from '../../wording/map/network-map.js';
import {html, type Markup} from '../page/markup.js';
import {mapPicture} from './map-picture.js';
import {verdictMark} from './verdict-mark.js';

/** The places that the flows meet: as a picture for the eye, and as a table with what stops and passes at each. */
export function mapSection(map: NetworkMap): Markup {
	const {places} = map;
	return places.length === 0
		? html``
		: html`<section id="map" aria-labelledby="map-title">
<h2 id="map-title">Map</h2>
<figure>
${mapPicture(map)}
<figcaption class="quiet">✗ flows stopped, ? undecided, ✓ let through at this place; a flow counts at every place that it meets.</figcaption>
</figure>
<details><summary>The ${pluralize(places.length, 'place')} as a table, with what each does</summary>
<table>
<caption>Places from outside to inside, and the flows there</caption>
<thead><tr><th scope="col">Place</th><th scope="col">Stands in</th><th scope="col">Stopped</th><th scope="col">Undecided</th><th scope="col">Let through</th><th scope="col">By which rules</th></tr></thead>
<tbody>
${places.map(place => placeRow(place, places))}</tbody>
</table>
</details>
</section>
`;
}

function placeRow(place: MapPlace, places: readonly MapPlace[]): Markup {
	const around = places.find(({key}) => key === place.inside);
	const numbers = countPassings(place);
	return html`<tr><th scope="row">${nameOf(place)}</th><td>${around === undefined ? '' : nameOf(around)}</td><td>${numbers.blocked}</td><td>${numbers.undecided}</td><td>${numbers.allowed}</td><td>${rulesOf(place)}</td></tr>
`;
}

/** What is let through is named by no rule here: it is most, and the findings say it. */
function rulesOf({passings, kind}: MapPlace): readonly Markup[] {
	const told: readonly Verdict[] = ['blocked', 'undecided'];
	return told.flatMap(verdict => {
		const own = passings.filter(passing => passing.verdict === verdict);
		return [...Map.groupBy(own, ({rule}) => rule)].map(([rule, those]) => {
			const flows = [...new Set(those.map(({finding}) => finding.flow.id))];
			return html`<span class="decider">${verdictMark(verdict)} ${kind === 'internet' ? '' : `by ${rule}: `}${flows.join(', ')}</span>`;
		});
	});
}

function nameOf({title, name}: Pick<MapPlace, 'title' | 'name'>): string {
	return `${title} ${name}`.trim();
}
