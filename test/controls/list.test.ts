import {expect, test} from 'vitest';
import {unjudgedPlaces} from '../../source/controls/list.js';

test('every kind of place has a control that judges it; the compiler knows', () => {
	expect(unjudgedPlaces).toEqual({});
});
