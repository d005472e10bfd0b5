<!DOCTYPE html><html><head><title>
	Wheat exports to reach record, ministry says
</title></head><body><form method="post" action="./Story.aspx?id=7" id="form1"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTI4" /><div id="leftmenu"><a href="Default.aspx">Home</a></div><div id="ctl00_Story"><h1>Wheat exports to reach record, ministry says</h1><span id="ctl00_lblDate">Monday, September 02, 2013</span><p>Exports of wheat will reach a record 18.4 million tonnes this season, the agriculture ministry said, a third more than in the year before.</p>
<p>A mild spring and enough rain in June have given farmers in the northern plains their best harvest since records began.</p>
<p>Traders said that prices would fall further before the winter, and that storage was already scarce in the ports.</p>
<p>The ministry left its forecast for barley unchanged at 5.1 million tonnes, and lowered that for maize slightly.</p></div></form></body></html>