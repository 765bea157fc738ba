#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Starts a real panel that holds nothing but its tray, inside with-session.sh, and returns when it
# is ready to show icons. Prints PANEL_PID=… for tests that restart it; its log is $WS_DIR/panel.log.
set -eu

channel=$XDG_CONFIG_HOME/xfce4/xfconf/xfce-perchannel-xml
mkdir -p "$channel"
cat >"$channel/xfce4-panel.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="22"/>
      <property name="hide-new-items" type="bool" value="false"/>
    </property>
  </property>
</channel>
XML

# The panel keeps its settings behind a service, which a bus without activatable services must be given.
if ! gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
  --method org.freedesktop.DBus.StartServiceByName org.xfce.Xfconf 0 >/dev/null 2>&1; then
  service=/usr/share/dbus-1/services/org.xfce.Xfconf.service
  "$(sed -n 's/^Exec=//p' "$service")" >"$WS_DIR/xfconf.log" 2>&1 &
  gdbus wait --session --timeout 5 org.xfce.Xfconf
fi

xfce4-panel --disable-wm-check >"$WS_DIR/panel.log" 2>&1 &
pid=$!
gdbus wait --session --timeout 15 org.kde.StatusNotifierWatcher
echo "PANEL_PID=$pid"
