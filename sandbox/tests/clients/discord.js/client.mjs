// A bot in discord.js and the people who use it; every check is one thing that bots do.
import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, ChannelType, Client, EmbedBuilder, Events, GatewayIntentBits,
  MessageFlags, ModalBuilder, PermissionFlagsBits, SlashCommandBuilder, StringSelectMenuBuilder, TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import assert from 'node:assert/strict';

const root = process.env.SANDBOX;
const { GuildMembers, GuildMessageReactions, GuildMessages, Guilds, MessageContent } = GatewayIntentBits;

async function control(method, path, body) {
  const response = await fetch(`${root}/sandbox${path}`, { method, body: body && JSON.stringify(body) });
  const answer = await response.json();
  assert.ok(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

const act = (what, more = {}) => control('POST', '/act', { member: 'mei', channel: 'daily', do: what, ...more });
const slash = (line) => act('slash', { line });
/** The id of the message of an answer. */
const on = (reply) => ({ message: reply.message.id });

function told(client, event, wanted = () => true) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${event}`)), 8_000);
    client.on(event, function hear(...args) {
      if (!wanted(...args)) return;
      clearTimeout(late);
      client.off(event, hear);
      resolve(args.length > 1 ? args : args[0]);
    });
  });
}

const row = (...components) => new ActionRowBuilder().addComponents(...components);
const button = (id, label) => new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary);
const menu = new StringSelectMenuBuilder().setCustomId('colour').addOptions(
  { label: 'Red', value: 'red', description: 'Warm' }, { label: 'Blue', value: 'blue', default: true },
);
const commands = [
  new SlashCommandBuilder().setName('greet').setDescription('Greets someone.').addStringOption((name) =>
    name.setName('name').setDescription('Whom.').setRequired(true).setAutocomplete(true)),
  new SlashCommandBuilder().setName('panel').setDescription('Buttons and a menu.'),
  new SlashCommandBuilder().setName('form').setDescription('A modal.'),
  new SlashCommandBuilder().setName('secret').setDescription('Only you see it.')
    .setDefaultMemberPermissions(PermissionFlagsBits.SendMessages),
  new SlashCommandBuilder().setName('who').setDescription('Options that point at things.').addSubcommand((is) =>
    is.setName('is').setDescription('One member.')
      .addUserOption((user) => user.setName('user').setDescription('Who.').setRequired(true))
      .addChannelOption((place) => place.setName('place').setDescription('Where.'))
      .addIntegerOption((times) => times.setName('times').setDescription('How often.').setMinValue(1))),
];

const answers = {
  async greet(interaction) {
    await interaction.deferReply();
    await interaction.editReply(`Hello, ${interaction.options.getString('name')}!`);
  },
  async panel(interaction) {
    await interaction.reply({ content: '0 presses', components: [row(button('press', 'Press')), row(menu)] });
  },
  async press(interaction) {
    const response = await interaction.update({ content: '1 press', components: [row(menu)], withResponse: true });
    assert.equal(response.resource.message.content, '1 press');
  },
  async colour(interaction) {
    await interaction.deferUpdate();
    await interaction.editReply({ content: `You chose ${interaction.values.join()}`, components: [] });
  },
  async form(interaction) {
    const input = new TextInputBuilder().setCustomId('text').setLabel('Text').setStyle(TextInputStyle.Paragraph);
    await interaction.showModal(new ModalBuilder().setCustomId('sent').setTitle('Form').addComponents(row(input)));
  },
  async sent(interaction) {
    await interaction.reply(`You wrote ${interaction.fields.getTextInputValue('text')}`);
  },
  async secret(interaction) {
    await interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral });
    assert.equal((await interaction.fetchReply()).content, 'psst');
    const more = await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
    await interaction.deleteReply(more);
    await interaction.followUp('for all');
  },
  async who(interaction) {
    const [user, place] = [interaction.options.getMember('user'), interaction.options.getChannel('place')];
    await interaction.reply({
      content: `${interaction.options.getSubcommand()} ${user.displayName} ${place.name} ` +
        interaction.options.getInteger('times'),
      allowedMentions: { parse: [] },
    });
  },
};

const client = new Client({
  intents: [Guilds, GuildMembers, GuildMessages, GuildMessageReactions, MessageContent],
  rest: { api: `${root}/api` },
});
const failures = [];
client.on(Events.Error, (error) => failures.push(error.message));
client.on(Events.InteractionCreate, async (interaction) => {
  try {
    if (interaction.isAutocomplete()) {
      const names = ['ada', 'alan', 'grace'].filter((name) => name.startsWith(interaction.options.getFocused()));
      await interaction.respond(names.map((name) => ({ name, value: name })));
    } else {
      await answers[interaction.commandName ?? interaction.customId](interaction);
    }
  } catch (error) {
    failures.push(error.stack);
  }
});

let guild;
let daily;
let panel;
let sent;
const checks = {
  async 'logs in and hears of the guild'() {
    const ready = told(client, Events.ClientReady);
    await client.login(process.env.TOKEN);
    await ready;
    guild = client.guilds.cache.first();
    assert.equal(guild.available, true);
    daily = guild.channels.cache.find((channel) => channel.name === 'daily');
    assert.ok(daily.permissionsFor(guild.members.me).has(PermissionFlagsBits.SendMessages));
  },
  async 'registers commands'() {
    assert.equal((await client.application.commands.set([commands[0]])).size, 1);
    await client.application.commands.set([]);
    assert.equal((await guild.commands.set(commands)).size, commands.length);
    assert.equal((await guild.commands.fetch()).size, commands.length);
  },
  async 'autocompletes'() {
    const { choices } = await act('autocomplete', { line: '/greet name:a' });
    assert.deepEqual(choices.map((choice) => choice.name), ['ada', 'alan']);
  },
  async 'defers, then edits the reply'() {
    assert.equal((await slash('/greet name:ada')).text, 'Hello, ada!');
  },
  async 'reads options of all kinds'() {
    assert.equal((await slash('/who is user:@raj place:#daily times:3')).text, 'is raj daily 3');
  },
  async 'updates a message by a button'() {
    panel = await slash('/panel');
    panel = await act('press', { label: 'Press', ...on(panel) });
    assert.equal(panel.outcome, 'update');
    assert.match(panel.text, /^1 press/);
  },
  async 'answers a select menu'() {
    assert.equal((await act('select', { values: ['Red'], ...on(panel) })).text, 'You chose red');
  },
  async 'opens a modal and reads it'() {
    const form = await slash('/form');
    assert.equal(form.outcome, 'modal');
    const done = await act('submit', { interaction: form.interaction, fields: { Text: 'a lot' } });
    assert.equal(done.text, 'You wrote a lot');
  },
  async 'replies for one person and follows up'() {
    const told_all = told(client, Events.MessageCreate, (message) => message.content === 'for all');
    assert.equal((await slash('/secret')).ephemeral, true);
    assert.equal((await told_all).webhookId, client.application.id);
  },
  async 'hears what a member says'() {
    const heard = told(client, Events.MessageCreate, (message) => !message.author.bot);
    await act('say', { content: 'good morning' });
    const message = await heard;
    assert.equal(message.content, 'good morning');
    assert.equal(message.member.displayName, 'mei');
    assert.equal((await message.reply('morning!')).reference.messageId, message.id);
  },
  async 'sends an embed and a file, edits, reads back'() {
    sent = await daily.send({
      embeds: [new EmbedBuilder().setTitle('News').setColor(0x336699).addFields({ name: 'a', value: 'b' })],
      files: [{ attachment: Buffer.from('hello'), name: 'hello.txt' }],
    });
    assert.equal(sent.embeds[0].title, 'News');
    assert.equal(sent.attachments.first().name, 'hello.txt');
    const updated = told(client, Events.MessageUpdate, (_, now) => now.id === sent.id);
    assert.equal((await sent.edit('edited')).content, 'edited');
    await updated;
    assert.equal((await daily.messages.fetch({ limit: 2 })).first().content, 'edited');
    assert.equal((await daily.messages.fetch({ message: sent.id, force: true })).editedTimestamp > 0, true);
  },
  async 'reacts, and takes it back'() {
    const heard = told(client, Events.MessageReactionAdd);
    const reaction = await sent.react('👍');
    await heard;
    assert.equal((await reaction.users.fetch()).has(client.user.id), true);
    const gone = told(client, Events.MessageReactionRemove);
    await reaction.users.remove();
    await gone;
    await sent.react('👋');
    const all_gone = told(client, Events.MessageReactionRemoveAll);
    await sent.reactions.removeAll();
    await all_gone;
  },
  async 'pins and unpins'() {
    await sent.pin();
    assert.equal((await daily.messages.fetchPins()).items[0].message.id, sent.id);
    await sent.unpin();
  },
  async 'opens threads and archives them'() {
    const thread = await sent.startThread({ name: 'Talk', autoArchiveDuration: 60 });
    await thread.send('first');
    assert.equal((await thread.messages.fetch()).some((message) => message.content === 'first'), true);
    const quiet = await daily.threads.create({ name: 'Quiet', type: ChannelType.PrivateThread });
    await quiet.members.add((await guild.members.fetch({ query: 'raj', limit: 1 })).first());
    assert.equal((await quiet.members.fetch()).size, 2);
    assert.equal((await daily.threads.fetchActive()).threads.size, 2);
    await thread.setArchived(true);
    assert.equal((await daily.threads.fetchArchived()).threads.size, 1);
    await quiet.setArchived(true);
    assert.equal((await daily.threads.fetchArchived({ type: 'private', fetchAll: true })).threads.size, 1);
  },
  async 'makes and deletes channels and roles'() {
    const role = await guild.roles.create({ name: 'Learners', colors: { primaryColor: 0x00ff00 } });
    const raj = (await guild.members.search({ query: 'raj' })).first();
    assert.equal((await raj.roles.add(role)).roles.cache.has(role.id), true);
    const overwrites = [{ id: role.id, allow: [PermissionFlagsBits.ViewChannel] }];
    const channel = await guild.channels.create({ name: 'Notes', permissionOverwrites: overwrites });
    assert.equal(channel.permissionsFor(role).has(PermissionFlagsBits.ViewChannel), true);
    await channel.permissionOverwrites.edit(role, { SendMessages: false });
    await channel.delete();
    await guild.roles.create({ name: 'Lowest' });
    assert.equal((await role.setPosition(1)).position, 1);
    await role.delete();
  },
  async 'fetches all there is'() {
    assert.equal((await guild.members.fetch()).size, 4);
    assert.equal((await guild.members.list({ limit: 10 })).size, 4);
    assert.equal((await guild.fetch()).name, guild.name);
    assert.equal((await client.users.fetch(guild.ownerId, { force: true })).id, guild.ownerId);
    assert.equal((await client.application.fetch()).bot.id, client.user.id);
    assert.ok((await guild.channels.fetch()).size >= 1);
    assert.ok((await guild.roles.fetch()).size >= 1);
    assert.equal((await guild.emojis.fetch()).size, 0);
    await daily.sendTyping();
  },
  async 'writes to a member directly'() {
    const raj = guild.members.cache.find((member) => member.displayName === 'raj');
    assert.equal((await raj.send('hello')).content, 'hello');
  },
  async 'deletes one message and several'() {
    const gone = told(client, Events.MessageDelete);
    await sent.delete();
    await gone;
    const several = [await daily.send('a'), await daily.send('b')];
    assert.equal((await daily.bulkDelete(several)).size, 2);
  },
  async 'reads an error'() {
    await assert.rejects(daily.messages.fetch(sent.id), { code: 10008 });
    await assert.rejects(daily.send(''), { code: 50006 });
  },
  async 'resumes after a drop, a reconnect and a close'() {
    for (const fault of [{ gateway: 'drop' }, { gateway: 'reconnect' }, { gateway: 'close', code: 4000 }]) {
      const resumed = told(client, Events.ShardResume);
      await control('POST', '/faults', fault);
      await resumed;
      const { choices } = await act('autocomplete', { line: '/greet name:g' });
      assert.equal(choices.length, 1);
    }
  },
  async 'starts over after an invalid session'() {
    const ready = told(client, Events.ShardReady);
    await control('POST', '/faults', { gateway: 'invalidate' });
    await ready;
    assert.equal((await slash('/greet name:grace')).text, 'Hello, grace!');
  },
  async 'leaves nothing to complain about'() {
    assert.deepEqual(failures, []);
    const kinds = (await control('GET', '/audit')).filter((problem) => problem.kind !== 'refused_payload');
    assert.deepEqual(kinds, []);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok      discord.js ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  discord.js ${name}: ${error.stack}`);
  }
}
await client.destroy();
process.exit(failed ? 1 : 0);
