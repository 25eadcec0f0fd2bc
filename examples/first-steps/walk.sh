#!/usr/bin/env bash
# Two users, a group, a message in it, a thread on that message, a callback rule; then a message in
# the thread that is sent, modified and recalled: three callbacks. Run it where `weft serve` runs.
#
#   WEFT   the program (./weft)
#   APP    the app (acme#chat)
#   HOOK   where the callbacks go (http://127.0.0.1:3000/callbacks)
set -euo pipefail

call() { "${WEFT:-./weft}" api "${APP:-acme#chat}" "$@"; }

call POST /users '[{"username":"ann","password":"1"},{"username":"bob","password":"1"}]' --field entities.0.username
group=$(call POST /chatgroups '{"groupname":"office","public":true,"owner":"ann","members":["bob"]}' --field data.groupid)
parent=$(call POST /messages/chatgroups '{"from":"ann","to":["'"$group"'"],"type":"txt","body":{"msg":"Lunch?"}}' --field "data.$group")
thread=$(call POST /thread '{"group_id":"'"$group"'","msg_id":"'"$parent"'","name":"Lunch","owner":"bob"}' --field data.thread_id)

call POST /callbacks/rules '{"name":"lunch","url":"'"${HOOK:-http://127.0.0.1:3000/callbacks}"'"}' --field data.signing_secret

# A thread is sent to like a group.
message=$(call POST /messages/chatgroups '{"from":"bob","to":["'"$thread"'"],"type":"txt","body":{"msg":"Noodles"}}' --field "data.$thread")
call PUT "/messages/rewrite/$message" '{"user":"bob","new_msg":{"type":"txt","msg":"Noodles at noon"}}' --field data
call POST /messages/msg_recall '{"msg_id":"'"$message"'","to":"'"$thread"'","chat_type":"groupchat","from":"bob"}' --field data

echo "thread $thread: see ./weft deliveries '${APP:-acme#chat}' --thread $thread"
