### What Channel Pulse says in English. The same keys and arguments as in ru.ftl; a test compares them.
### Numbers arrive as ready text. An argument that ends in "Count" is the bare number and only chooses the plural.
### Text for the bot is HTML: names from Telegram arrive escaped.

## Bot: first words

bot-start =
    I measure Telegram channels: reach, engagement, subscribers who come and go. Under every figure stands its formula.

    Send me a link to a public channel, <code>t.me/name</code> for example, and in a few seconds you have its card.
bot-help =
    Send a link to a channel (<code>t.me/name</code>), to a post (<code>t.me/name/123</code>), or just <code>@name</code>. You can also forward a post to me.

    /stats <code>@name</code> — the card of a channel
    /status — how fresh your channels are
    /help — this text

    Average reach is the views of a post: the sum over the posts ÷ their number. ERR is reach ÷ subscribers. ER is reactions, forwards and comments ÷ views. Reposts that show the original's counter stay out of all averages.
bot-ask-channel = Which channel? Send /stats and a link or a name, like this: <code>/stats t.me/name</code>
bot-unknown-command = I don't know this command. /help lists what I can do.
bot-only-text = I read text only. Send a link to a channel (<code>t.me/name</code>) or forward a post to me.

bot-one-at-a-time = I take one name at a time: this was { $name }. Send the others one by one.

## Bot: commands as Telegram's menu shows them

bot-command-stats = Card of a channel: /stats @name
bot-command-status = How fresh your channels are
bot-command-help = What I can do
bot-menu-button = Open

## Bot: buttons

bot-button-refresh = Refresh
bot-button-open-dashboard = Open dashboard
bot-button-open-app = Open the app

## Bot: reading a history

bot-progress-queued = Reading history… You can close the chat: the card will appear here.
bot-progress-reading = Reading history… { $read } of { $total }. You can close the chat: the card will appear here.
bot-progress-reading-unknown = Reading history… { $read }. You can close the chat: the card will appear here.
bot-history-failed = I could not finish reading the history of { $channel } ({ $problem }). What was read before is kept: send /stats { $channel } to see it.
bot-history-late = The history of { $channel } is still not read, and I have stopped waiting. Send /stats { $channel } to look again.

## Bot: the card of a channel

bot-card-title = 📈 <b>{ $title }</b> · @{ $username }
bot-card-title-nameless = 📈 <b>{ $title }</b>
bot-card-subscribers =
    { $subscribersCount ->
        [one] { $subscribers } subscriber
       *[other] { $subscribers } subscribers
    }
bot-card-subscribers-unknown = Subscribers: — (Telegram did not tell their number)
bot-card-subscribers-pending = Subscribers: — (not read yet)
bot-card-growth = { $change } in 7 days
bot-card-growth-partial = { $change } since { $date }
bot-card-growth-later = 7-day change: — until { $date }, when I have counted for a week
bot-card-growth-unknown = 7-day change: — (not counted yet)
bot-card-reach = Average reach { $average } · median { $median }
bot-card-reach-unknown = Average reach: — (no post is over a day old and shows views)
bot-card-posts-window =
    { $postsCount ->
        [one] { $posts } post of 30 days, over a day old
       *[other] { $posts } posts of 30 days, each over a day old
    }
bot-card-posts-newest =
    { $postsCount ->
        [one] { $posts } post, the only one over a day old: the 30 days have fewer than 5
       *[other] { $posts } newest posts over a day old: the 30 days have fewer than 5
    }
bot-card-err = ERR { $rate } — reach to subscribers
bot-card-err-unknown = ERR: — (needs the number of subscribers)
bot-card-err-unknown-reach = ERR: — (needs posts with views)
bot-card-er = ER { $rate } — { $parts } per view
bot-card-er-unknown = ER: — (no views to divide by)
bot-card-best = Best: “{ $excerpt }” — { $views }
bot-card-best-no-text = Best: post { $postId } — { $views }
bot-card-updated = Updated { $age }
bot-card-history-reading = History is still being read: { $read } of { $total }
bot-card-history-failed = The history was not read to its end ({ $problem })
bot-card-needs-account = Posts: — (to read them I need a connected account)
bot-part-reactions = reactions
bot-part-forwards = forwards
bot-part-comments = comments

## Bot: what the Refresh button answers

bot-refresh-started = Asking Telegram…
bot-refresh-fresh = These figures are fresh
bot-refresh-gone = I don't show this channel any more.
bot-refresh-stopped = This channel is not collected any more. Send its link to begin again.

## Bot: administrator of a channel

bot-admin-added =
    ✅ I see “{ $title }”: { $subscribersCount ->
        [one] { $subscribers } subscriber
       *[other] { $subscribers } subscribers
    }.
bot-admin-added-uncounted = ✅ I see “{ $title }”.
bot-admin-reads = New posts, reactions and who comes and goes by which link I write down at once; the posts before I am reading.
bot-admin-begins = From this minute on I write down new posts, reactions, and who comes and goes by which link.
bot-admin-removed = ⚠️ I am no longer an administrator of “{ $title }” and have stopped following it. What was collected is kept: appoint me again and I go on.
bot-admin-removed-kept = ⚠️ I am no longer an administrator of “{ $title }”: I no longer see who comes and goes by which link. What everybody can see I go on collecting.
bot-admin-demoted = ⚠️ You are no longer an administrator of “{ $title }”, so it is no longer among your channels.
bot-admin-demoted-kept = ⚠️ You are no longer an administrator of “{ $title }”: I no longer show you what is for administrators alone. The rest stays as it was.

## Bot: what went wrong and what to do

bot-error-private = I can't see this channel: it is private. Add me as an administrator, or connect an account that is a member.
bot-error-not-found = There is no channel @{ $name }. Check the name: it must be the one in the link t.me/…
bot-error-not-a-channel =
    @{ $name } is not a channel but { $what ->
        [user] a person
        [bot] a bot
       *[group] a group
    }. Send me a link to a channel.
bot-error-garbage = I did not understand. Send a link to a channel (<code>t.me/name</code>) or to a post (<code>t.me/name/123</code>), or forward a post here.
bot-error-wait = Telegram asks me to wait. Try again at { $time } UTC.
bot-error-wait-shown = Telegram asks me to wait. Fresh figures at { $time } UTC; these stay as they are until then.
bot-error-no-source = I can't look at channels right now: Telegram does not answer me. Try again later.
bot-error-unavailable = Part of the service does not answer. Nothing is lost: try again in a minute.

## Bot: /status

bot-status-none = You don't follow any channel yet. Send a link, <code>t.me/name</code> for example.
bot-status-heading = Your channels:
bot-status-channel = { $channel } — updated { $age }
bot-status-channel-never = { $channel } — not read yet
bot-status-channel-reading = { $channel } — reading history, { $read } of { $total }
bot-status-channel-failed = { $channel } — the history was not read to its end ({ $problem })
bot-status-more =
    { $channelsCount ->
        [one] … and { $channels } more
       *[other] … and { $channels } more
    }
bot-status-bot-webhook = ✅ Bot: webhook, { $pending } pending, last error { $error }
bot-status-bot-webhook-error = ⚠️ Bot: webhook, { $pending } pending, last error “{ $error }” { $age }
bot-status-bot-polling = ✅ Bot: polling, { $pending } pending
bot-status-bot-webhook-missing = ⚠️ Bot: the webhook at Telegram is not the configured one
bot-status-bot-unknown = ⚠️ Bot: the Bot API does not answer
bot-status-no-error = none
bot-status-database = ✅ Database: { $milliseconds } ms
bot-status-database-down = ⚠️ Database: no answer
bot-status-mtproto = ✅ MTProto: enabled · available · connected
bot-status-mtproto-down = ⚠️ MTProto: not connected ({ $reason })
bot-status-mtproto-disabled = ⚠️ MTProto: switched off

## App: everywhere

app-loading = Loading
app-close = Close
app-retry = Try again
app-still-trying = Still trying…
app-kept-figures = Below are the figures read before: { $period }.
app-open-bot = Open { $bot }
app-subscribers-after-number = subscribers
app-instant = { $date }, { $time }
app-never-read = Not read yet
app-updated = Updated { $age }
app-problem-title = That did not work
app-problem-request = Request { $requestId }
app-state-unreachable = out of reach
app-state-gone = deleted
app-approximate = ≈ The exact figure is not known; the nearest known one was taken.

## App: outside Telegram

app-outside-title = Channel Pulse lives in Telegram
app-outside-text = This page has no sign-in of its own: Telegram says who you are. Open the chat with the bot there and press “Open”.
app-no-init-data-title = Open me another way
app-no-init-data-text = Opened like this, Telegram does not tell me who you are. Use the menu button of the bot, or a button under a card.

## App: list of channels

app-channels = Channels
app-channels-footer = To add a channel, send the bot a link to it. Reach is the median of views of a post.
app-row-reach = reach { $reach }
app-empty-title = No channels yet
app-empty-text = Send the bot any public channel, in one of these ways, with its own name. Its card comes to the chat, and the channel appears here.
app-empty-example-link = t.me/name
app-empty-example-name = @name
app-empty-example-command = /stats @name

## App: reading a history

app-history-label = Reading the history
app-history-queued = Reading history…
app-history-reading = Reading history… { $read } of { $total }
app-history-reading-unknown = Reading history… { $read }
app-history-needs-account = Posts are not read yet: that needs a connected account. Subscribers are counted.
app-history-failed = The history was not read to its end ({ $read } messages so far). The figures cover what was read.

## App: one channel

app-period = Period
app-period-7d = 7d
app-period-30d = 30d
app-period-90d = 90d
app-period-365d = 1y
app-period-all = All
app-period-7d-label = 7 days
app-period-30d-label = 30 days
app-period-90d-label = 90 days
app-period-365d-label = One year
app-period-all-label = Everything read
app-post-set-window =
    { $postsCount ->
        [one] { $posts } post of the period, over a day old
       *[other] { $posts } posts of the period, each over a day old
    }
app-post-set-newest =
    { $postsCount ->
        [0] No post over a day old has views yet
        [one] { $posts } post, the only one over a day old: the period has fewer than 5
       *[other] { $posts } newest posts over a day old: the period has fewer than 5
    }
app-note-growth = { $change } in 7 days
app-note-growth-since = { $change } since { $date }
app-note-growth-unknown = 7-day change: — for now
app-note-median = median { $median }
app-note-reach-per-subscriber = reach to subscribers
app-note-per-view = { $parts } per view
app-best-post = Best post
app-post-without-text = Post { $postId }
app-last-10 = Last 10 posts
app-last-10-footer = Fresh posts included, which still gather views.

## App: names of figures

app-figure-subscribers = Subscribers
app-figure-growth-7-days = Change in 7 days
app-figure-average-reach = Average reach
app-figure-median-reach = Median reach
app-figure-reach-per-subscriber = ERR
app-figure-engagement-rate = ER
app-figure-views-last-10 = Views in all
app-figure-average-views-last-10 = Views per post
app-figure-interactions-per-view-last-10 = Interactions per view
app-figure-interactions-per-subscriber-last-10 = Interactions per subscriber
app-part-reactions = reactions
app-part-forwards = forwards
app-part-comments = comments

## App: the sheet behind a figure

app-provenance-made-from = Made from
app-provenance-parts = Counted
app-provenance-window = Period
app-provenance-coverage = Observed
app-provenance-source = Source
app-provenance-captured = Read
app-made-from-posts =
    { $nCount ->
        [one] { $n } post
       *[other] { $n } posts
    }
app-made-from-snapshots =
    { $nCount ->
        [one] { $n } measurement
       *[other] { $n } measurements
    }
app-source-mtproto = Telegram, as any reader sees it
app-source-bot_api = Telegram, through the bot
app-source-native = Telegram’s own statistics
app-source-imported = Imported
app-source-mixed = Several sources

## App: charts

app-chart-views-by-post = Views by post
app-chart-empty = No posts in this period.
app-chart-label =
    { $postsCount ->
        [one] Chart: views of { $posts } post. The same number is in the table below.
       *[other] Chart: views of { $posts } posts. The same numbers are in the table below.
    }
app-series-views = Views
app-series-shared-reposts = ↪ Original’s counter
app-mark-median = Median { $value }
app-point =
    { $viewsCount ->
        [one] { $date }, { $time } · { $views } view
       *[other] { $date }, { $time } · { $views } views
    }
app-point-repost = { $date }, { $time } · ↪ { $views }, counted at the original
app-show-table = Show as table
app-hide-table = Hide the table
app-table-post = Post
app-table-published = Published
app-table-views = Views
app-table-more = Show { $posts } more

## Connecting an account

account-consent = Connecting gives this service full access to the account. Better take a separate one, switch on two-step verification there and make it an administrator of the channel. We read channels and groups only; private chats stay unread until you allow it yourself. You can disconnect here or in Telegram: Settings → Devices.
account-qr-hint = Open this screen on a computer and point your phone at the code: Telegram → Settings → Devices → Link Desktop Device. The same phone cannot log in this way: its camera has to see the code.

## Problems: what happened and what to do

problem-not-authenticated = The service does not know who you are. Close this window and open it from the bot again.
problem-init-data-invalid = Telegram’s signature does not fit this service. Close this window and open it from the bot again.
problem-init-data-expired = This window was opened more than a day ago. Close it and open it from the bot again.
problem-session-expired = The session has ended. Close this window and open it from the bot again.
problem-not-found = This channel can’t be shown: it is private, or nobody follows it here. Send a link to it to the bot.
problem-invalid-request = The service did not understand the question. Close this window and open it again: it may be out of date.
problem-method-not-allowed = The service did not understand the question. Close this window and open it again: it may be out of date.
problem-payload-too-large = The question was too long for the service.
problem-temporarily-unavailable = The service is catching its breath. Nothing is lost: try again in a moment.
problem-internal = Something broke on our side. Try again; if it stays, tell the operator the number below.
problem-not-allowed = Only the operator of the service may do this.
problem-consent-required = First read what connecting an account means, and agree to it.
problem-phone-invalid = Telegram does not know this number. Write it whole, with the code of the country.
problem-phone-banned = Telegram has banned this number. Another account can be connected.
problem-code-wrong = This is not the code Telegram sent. Look again and type it once more.
problem-code-expired = The code is too old. Ask for a new one.
problem-password-wrong = The password does not fit. It is the one from Telegram: Settings → Privacy and Security → Two-Step Verification.
problem-sign-up-required = There is no account with this number yet. Create it in Telegram first.
problem-account-unusable = Telegram does not let this account in. Another one can be connected.
problem-flow-not-found = This login is over. Begin again.
problem-flow-expired = This login took more than five minutes. Begin again.
problem-out-of-order = This login waits for another step. Begin again if it does not go on.
problem-flow-busy = The step before is still under way. Wait a second.
problem-tries-used-up = All tries were wrong. Have another code sent; where the password is asked for, begin again.
problem-too-many-attempts = Too many attempts. Nothing is wrong with the account: try again later.
problem-no-account = No account is connected yet.
problem-account-unavailable = The account is not connected at the moment. It comes back by itself: try again in a minute.
problem-account-lost = Telegram has ended the session of this account. Connect it again.
problem-account-frozen = Telegram has frozen this account. It stays connected and is asked again; Telegram itself says how to appeal.
problem-account-configured = This account lives from the configuration: take it out of TELEGRAM_SESSION_STRING or TELEGRAM_BOT_TOKEN and restart the gateway, then it can be ended here.
problem-chat-not-found = The account has no such chat.
problem-sessions-protected = Telegram lets a new session end others only after a day. Until then end them in Telegram: Settings → Devices.
problem-flood-wait = Telegram asks for patience. Try again a little later.
problem-no-source = Telegram is out of reach for the service. Try again in a minute.
problem-telegram-trouble = Telegram did not give a usable answer. Try again in a minute.
problem-too-slow = The service takes too long to answer. Nothing is lost: try again in a moment.
problem-no-connection = No connection to the service. Check the internet and try again.

## Why a figure is missing

reason-not-told-by-telegram = Telegram does not tell
reason-no-posts = No posts over a day old
reason-no-views = No views to divide by
reason-no-history-yet = Not observed long enough
reason-subscribers-unknown = Needs the number of subscribers

## Formulas, in words: the sheet behind a figure says them

formula-subscribers = Subscribers = the people who are in the channel now, as Telegram counts them.
formula-growth-7-days = Change = subscribers at the end − subscribers at the beginning of the part of the 7 days that was observed.
formula-average-reach = Average reach = sum of the views ÷ number of posts. Posts over a day old count, without deleted ones and without reposts that show the original’s counter. If the period has fewer than 5 of them, the 10 newest count.
formula-median-reach = Median reach = the views of the post in the middle, when posts stand in order of views. The same posts count as in the average reach.
formula-reach-per-subscriber = ERR = average reach ÷ subscribers now.
formula-engagement-rate = ER = all interactions ÷ all views of the same posts as in the average reach. What counts as an interaction stands below; paid reactions are not among them.
formula-views-last-10-posts = Sum of the views of the 10 newest posts, however fresh.
formula-avg-views-per-post = Sum of the views ÷ number of posts, over the 10 newest, however fresh.
formula-interactions-per-view-last-10 = All interactions ÷ all views of the 10 newest posts, however fresh.
formula-interactions-per-subscriber-last-10 = All interactions of the 10 newest posts, however fresh, ÷ subscribers now.
formula-mean-reach-at-age = Sum of the views so many hours after publication ÷ number of posts. Posts of the period that are old enough count, also those deleted later, without reposts that show the original’s counter.
formula-median-reach-at-age = The views of the post in the middle, so many hours after publication. Posts of the period that are old enough count, also those deleted later, without reposts that show the original’s counter.
formula-view-rate = The median of views ÷ subscribers at publication, over the same posts as in the average reach of which the subscribers are known.
app-worked-average = { $sum } ÷ { $n } = { $result }
app-worked-ratio = { $dividend } ÷ { $divisor } = { $result }
