/** What is known of a proxy: that it is used, and not what it lets through. */
export type ProxyGrounds = {readonly kind: 'unread'; readonly url: string};
