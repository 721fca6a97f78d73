/**
 * What comes over the live connection, as far as the page reads it. Messages, embeds and components are as Discord
 * documents them; only what is read is named here.
 *
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ id: string, name: string, bot: boolean, owner: boolean, color: number | null, roles: string[] }} Member
 * @typedef {{ id: string, name: string, color: number }} Role
 * @typedef {{ id: string, type: number, kind: "text" | "thread" | "direct" | "voice" | "category", name: string,
 *   topic: string | null, parent: string | null, last: string | null, speaks: boolean, locked: boolean,
 *   archived: boolean }} Channel
 * @typedef {{ id: string, name: string, connected: boolean }} Bot
 * @typedef {{ guild: Named, guilds: Named[], me: Named & { manages: boolean, roles: string[] }, members: Member[],
 *   roles: Role[], channels: Channel[], bots: Bot[], opens: string | null }} Scene
 *
 * @typedef {{ name: string, value: string | number }} Choice
 * @typedef {{ type: number, name: string, description: string, required?: boolean, autocomplete?: boolean,
 *   choices?: Choice[], options?: Option[], channel_types?: number[], min_value?: number, max_value?: number,
 *   min_length?: number, max_length?: number }} Option
 * @typedef {{ id: string, app: string, name: string, description: string, options?: Option[] }} Command
 *
 * @typedef {{ id: string, username: string, bot: boolean }} User
 * @typedef {{ url?: string }} Picture
 * @typedef {{ name: string, value: string, inline?: boolean }} Field
 * @typedef {{ title?: string, description?: string, url?: string, color?: number, timestamp?: string,
 *   author?: { name?: string, url?: string }, footer?: { text?: string }, fields?: Field[], image?: Picture,
 *   thumbnail?: Picture }} Embed
 * @typedef {{ id: string, filename: string, size: number, content_type?: string | null, description?: string }} Attachment
 * @typedef {{ name?: string, id?: string | null }} Emoji
 * @typedef {{ label: string, value: string, description?: string, emoji?: Emoji, default?: boolean }} MenuOption
 * @typedef {{ type: number, custom_id?: string, label?: string, style?: number, disabled?: boolean, url?: string,
 *   emoji?: Emoji, placeholder?: string, options?: MenuOption[], min_values?: number, max_values?: number,
 *   channel_types?: number[], components?: Component[], component?: Component, accessory?: Component,
 *   content?: string, description?: string, media?: Picture, file?: Picture,
 *   items?: { media?: Picture, description?: string }[], accent_color?: number | null, divider?: boolean,
 *   spoiler?: boolean, value?: string, required?: boolean, min_length?: number, max_length?: number }} Component
 * @typedef {{ emoji: Emoji, count: number, me: boolean }} Reaction
 * @typedef {{ id: string, channel_id: string, type: number, author: User, content: string, timestamp: string,
 *   edited_timestamp: string | null, flags: number, embeds: Embed[], components: Component[],
 *   attachments: Attachment[], mentions: User[], mention_roles: string[], mention_everyone: boolean,
 *   reactions?: Reaction[], pinned: boolean,
 *   interaction_metadata?: { id: string, type: number, user: User, name?: string },
 *   message_reference?: { channel_id: string, message_id: string }, referenced_message?: Message | null,
 *   thread?: { id: string, name: string, message_count?: number },
 *   poll?: { question: { text?: string } } }} Message
 * @typedef {{ channel: string, part: "newest" | "before" | "after" | "around", around?: string, messages: Message[],
 *   older: boolean, newer: boolean }} History
 * @typedef {{ message: Message } | { gone: string }} News
 *
 * @typedef {{ running: boolean, zone: string, morning: string }} ClockSetting
 * @typedef {{ open: string } | { type: string } | { act_as: string } | "next_day"} Offer
 * @typedef {{ title: string, steps: { text: string, offer: Offer | null, done: boolean }[] }} Guide
 * @typedef {{ kind: "rest" | "gateway", number: number, at: number, took?: number, method?: string, path?: string,
 *   route?: string, status?: number, request?: unknown, response?: unknown, from_bot?: boolean, operation?: number,
 *   event?: string | null, data?: any }} WireEntry
 *
 * @typedef {{ title: string, custom_id: string, components: Component[] }} Modal
 * @typedef {{ outcome: "message" | "update" | "modal" | "nothing" | "choices" | "refused" | "failed" | "timed_out",
 *   text?: string, modal?: Modal, interaction?: string, choices?: Choice[] }} Outcome
 */
export {};
