import {expect, test} from 'vitest';
import {storageAccountOf} from '../../source/routing/storage-account.js';

test.each([
	['orders.blob.core.windows.net', 'orders'],
	['Orders.Dfs.Core.Windows.Net', 'orders'],
	['orders-secondary.queue.core.windows.net', 'orders'],
	['orders.z13.web.core.windows.net', 'orders'],
	['orders.z47.blob.storage.azure.net', 'orders'],
	['orders.table.core.usgovcloudapi.net', 'orders'],
	['orders.file.core.chinacloudapi.cn', 'orders'],
])('%s leads to account %s', (name, account) => {
	expect(storageAccountOf(name)).toEqual({kind: 'account', name: account});
});

test.each(['*.blob.core.windows.net', '*.core.windows.net', '*.net', 'logs*.blob.core.windows.net', '*'])(
	'%s leads to any account',
	pattern => {
		expect(storageAccountOf(pattern)).toEqual({kind: 'any-account'});
	},
);

test.each([
	'registry.example.com',
	'blob.core.windows.net',
	'orders.database.windows.net',
	'orders.blob.core.windows.net.example.com',
	'*.azurecr.io',
])('%s leads to none', name => {
	expect(storageAccountOf(name)).toEqual({kind: 'no-account'});
});
